# The recipes are in ./run, for machines without make.
JOBS := setup demo test check quality faults bench model lock clean

.PHONY: $(JOBS)
$(JOBS):
	@sh ./run $@
