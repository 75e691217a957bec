"""The demonstration: invented people and cases, made through the services that real people use. Never in production."""
