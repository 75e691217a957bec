"""What happens to an account, told upwards: audit listens, so that accounts need not know of it."""

from django.dispatch import Signal

# Arguments: user (User or None), login_name, action (dotted code), request. Sent inside the request's transaction.
account_acted = Signal()
