package switchboard.standin;

import java.time.Instant;
import java.util.List;
import switchboard.model.PermissionMode;
import switchboard.model.Rule;

/**
 * The state of the session when a prompt comes.
 *
 * @param prompt the prompt's number in the session, from 1, as far as the stand-in knows
 * @param resumed whether the session was used before this prompt
 * @param rules the rules for calls that need no question
 */
record Situation(int prompt, boolean resumed, String model, PermissionMode mode, List<Rule> rules, Instant now) {}
