"""The order of the stages: flows call them, and alone hold the clock, the settings and Prefect."""
