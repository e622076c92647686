package switchboard.load;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said in a load test, and what an agent says to it. Pure. */
public final class Words {

    /** The word that each message begins with; the stand-in knows it. */
    public static final String FIRST = "load";

    private static final String NOTHING = "nothing";

    /** Some ninety words, as an answer of a usual length. */
    private static final String BODY = """
            The build failed in `Renderer.java`, because **two** callers passed the list that a third one changed.

            - copy it where it comes in, not where it is used
            - keep the order, because the *first* part replaces the live message
            - nothing else in the module keeps it

            I ran the tests of the module afterwards: all 214 pass, and the two that failed before did so for this reason \
            alone. The change is three lines long and touches no other file. I have not looked at the callers in other \
            modules, which are compiled against the interface and do not see the list.""";

    private static final Pattern ANSWER =
            Pattern.compile("Answer to (" + Mark.PATTERN + "), (?:as prompt (\\d{1,6})|after (" + NOTHING + "|"
                    + Mark.PATTERN + "(?: " + Mark.PATTERN + ")*)), begun (\\d{1,15})\\.");

    private Words() {}

    /**
     * The beginning of an answer, and perhaps all of it.
     *
     * @param before the earlier marks that the agent found in its conversation; null if it told their number only
     * @param prompt the number of the prompt in its session; empty if the agent told the marks
     * @param begun when the agent began, in milliseconds of the machine's clock; empty if it does not know
     */
    record Answer(Mark mark, @Nullable List<Mark> before, OptionalInt prompt, OptionalLong begun, boolean isWhole) {}

    /** What is said. To a model it also says how to answer. */
    static String prompt(Mark mark, Duration delay) {
        return FIRST + " " + delay.toMillis() + " " + mark
                + "\nThis is a load test. Answer with one line and nothing else: "
                + "“Answer to " + mark + ", after X, begun 0. End of " + mark + ".” "
                + "Instead of X name what stands for " + mark
                + " in my earlier messages of this conversation, oldest first and"
                + " divided by blanks, or the word " + NOTHING + ".";
    }

    /** What an agent says that counts the prompts of its session. */
    public static String answer(Mark mark, int prompt, long begun) {
        return whole(mark, "as prompt " + prompt, begun);
    }

    /** What an agent says that sees the whole conversation. */
    public static String answer(Mark mark, List<Mark> before, long begun) {
        var marks =
                before.isEmpty() ? NOTHING : before.stream().map(Mark::toString).collect(Collectors.joining(" "));
        return whole(mark, "after " + marks, begun);
    }

    private static String whole(Mark mark, String context, long begun) {
        return "Answer to " + mark + ", " + context + ", begun " + begun + ".\n\n" + BODY + "\n\nEnd of " + mark + ".";
    }

    /** Reads an answer, or as much of one as is there; empty if it has not begun. */
    static Optional<Answer> read(String text) {
        return ANSWER.matcher(text).results().findFirst().map(found -> {
            var mark = Mark.in(found.group(1)).getFirst();
            var number = found.group(2);
            var before = found.group(3);
            var begun = Long.parseLong(found.group(4));
            return new Answer(
                    mark,
                    before == null ? null : Mark.in(before),
                    number == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(number)),
                    begun == 0 ? OptionalLong.empty() : OptionalLong.of(begun),
                    text.contains("End of " + mark + "."));
        });
    }
}
