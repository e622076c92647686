package switchboard.claude.standin;

import java.util.Set;

/**
 * Where a prompt finds the session.
 *
 * @param prompt which of the session's prompts this is, from 1, as far as the stand-in knows
 * @param resumed whether the session was used before its process began
 * @param rules what is allowed without asking
 */
record Situation(int prompt, boolean resumed, String model, String mode, Set<String> rules) {}
