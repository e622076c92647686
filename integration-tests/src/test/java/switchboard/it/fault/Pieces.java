package switchboard.it.fault;

import java.util.ArrayList;
import java.util.List;
import switchboard.it.fault.FaultPlan.PromptPlan;

/** The messages of a long text as clients cut it: each of its pieces has a token of its own. Pure. */
final class Pieces {

    /** A message of this length was cut anywhere; in UTF-16 units. */
    static final int FULL = 4_096;

    /** From this length on a message may go on in the next one. */
    static final int NEARLY_FULL = 4_000;

    private Pieces() {}

    static List<String> of(PromptPlan prompt) {
        var paste = prompt.paste();
        var pieces = new ArrayList<String>();
        for (var number = 0; number < paste.pieces(); number++) {
            var isLast = number == paste.pieces() - 1;
            var begin = (number == 0 ? prompt.text() + " " : "") + token(prompt, number);
            var end = isLast ? end(prompt) : ".";
            var room = (isLast ? paste.last() : paste.full()) - begin.length() - end.length();
            pieces.add(begin + " word".repeat(room / 5) + "x".repeat(room % 5) + end);
        }
        return List.copyOf(pieces);
    }

    /** What stands in each piece and nowhere else, in order. */
    static List<String> tokens(PromptPlan prompt) {
        var tokens = new ArrayList<String>();
        for (var number = 0; number < prompt.paste().pieces(); number++) {
            tokens.add(token(prompt, number));
        }
        return tokens;
    }

    /** Where the next prompt begins if it was taken for one more piece. */
    static String seam(PromptPlan prompt, PromptPlan next) {
        return end(prompt) + (prompt.paste().last() < FULL ? "\n" : "") + next.text();
    }

    private static String token(PromptPlan prompt, int number) {
        return "[" + prompt.marker() + "~" + number + "]";
    }

    private static String end(PromptPlan prompt) {
        return " End of " + prompt.marker() + ".";
    }
}
