"""Trains, from the shared data, the models that ship in nlp/; never imported by the product."""
