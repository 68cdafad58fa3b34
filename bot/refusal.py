"""The one kind of error whose words are meant for the person who asked."""


class Refused(Exception):
    """A request that cannot be met. ``str()`` says why, kindly and in Chinese, and what to do next."""
