"""The Python side of `./run`: set-up, embedded services, the running demo, the test run and the checks."""
