"""The words of :mod:`bot.privacy.slots`: what stands where a child's name could. Data, no rules."""

from bot.privacy.lexicon import HARDLY_NAMES, words

NOBODY = words("nobody")
"""What fills the place of a name and is none, whatever stands beside it."""
ROLE_ENDS = words("role ends")
"""What ends a word that tells who somebody is, not what he is called."""
COMMON_TWICE = words("common twice")
"""What is said twice and calls nobody, beside the words of the lexicon."""
WORD_NAMES = words("word names")
"""Words that parents do give for a name."""
CHILD_ROLES = words("child roles")
"""Who a child is: what stands right behind is what it is called, if anybody is called there."""
PET_NAMES = words("pet names")
BEFORE_EVENT = HARDLY_NAMES | words("before event")
"""What stands between 学生 or 儿童 and what befell them, in statistics and in rules."""
