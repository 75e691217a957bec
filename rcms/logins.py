"""The database logins: their short names (`RCMS_LOGIN`), their roles, and the variables that hold their addresses.

owner: migrations and reference data; app: web server and worker; relay: hands out the outbox; sweep: what the system
does by itself; seal: the sealer of the log; erase: the eraser.
"""

LOGINS = ("owner", "app", "relay", "sweep", "seal", "erase")
# Migrations and policies name the roles: they are fixed.
ROLES = {login: f"rcms_{login}" for login in LOGINS}
VARIABLES = {login: "DATABASE_URL" if login == "app" else f"DATABASE_{login.upper()}_URL" for login in LOGINS}
