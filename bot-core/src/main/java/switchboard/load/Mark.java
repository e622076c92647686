package switchboard.load;

import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Names one message of a load test, so that its answer is known by it wherever it appears.
 *
 * @param chat counted from 1
 * @param number of the message in its chat, from 1
 * @param code six letters and digits that no other test has by chance
 */
public record Mark(int chat, int number, String code) {

    static final String PATTERN = "m\\d{1,6}-\\d{1,6}-[0-9a-z]{6}";

    private static final Pattern MARK = Pattern.compile("\\bm(\\d{1,6})-(\\d{1,6})-([0-9a-z]{6})\\b");
    private static final int RADIX = 36;
    private static final int CODES = Integer.MAX_VALUE; // less than 36 to the power of 6
    private static final int DIGITS = 6;

    static Mark of(long seed, int chat, int number) {
        var random = new SplittableRandom(seed * 31 + chat * 1_000_003L + number);
        var code = Integer.toString(random.nextInt(CODES), RADIX);
        return new Mark(chat, number, "0".repeat(DIGITS - code.length()) + code);
    }

    /** All marks in a text, in order. */
    public static List<Mark> in(String text) {
        return MARK.matcher(text).results().map(Mark::of).toList();
    }

    private static Mark of(MatchResult found) {
        return new Mark(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)), found.group(3));
    }

    @Override
    public String toString() {
        return "m" + chat + "-" + number + "-" + code;
    }
}
