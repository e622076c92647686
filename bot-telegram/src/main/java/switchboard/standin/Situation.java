package switchboard.standin;

import java.util.List;
import switchboard.model.PermissionMode;
import switchboard.model.Rule;

/**
 * Where a prompt finds the session.
 *
 * @param prompt which of the session's prompts this is, from 1, as far as the stand-in knows
 * @param resumed whether the session was used before this prompt
 * @param rules what is allowed without asking
 */
record Situation(int prompt, boolean resumed, String model, PermissionMode mode, List<Rule> rules) {}
