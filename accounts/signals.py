"""What happens to an account, told upwards: audit listens, so that accounts need not know of it."""

from django.dispatch import Signal

# Arguments: user (whose account it is, or None), action (dotted code), parameters, is_refused, office (the id of the
# office that it concerns); and where somebody acts under a membership: actor (who may be another person). Sent inside
# the transaction of the act.
account_acted = Signal()
