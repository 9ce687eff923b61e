"""How the shipped French model is trained: treebanks and free texts in, nlp/model out."""
