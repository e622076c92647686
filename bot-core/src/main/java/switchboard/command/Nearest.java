package switchboard.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** Finds the word that a person meant but mistyped. */
public final class Nearest {

    private Nearest() {}

    /** The first of the closest words, if at most half of the typed letters are wrong. */
    static Optional<String> to(String typed, Collection<String> words) {
        return to(typed, words, typed.length() / 2);
    }

    /** The first of the closest words, if at most {@code mistakes} letters are wrong. */
    public static Optional<String> to(String typed, Collection<String> words, int mistakes) {
        var low = typed.toLowerCase(Locale.ROOT);
        return words.stream()
                .min(Comparator.comparingInt(word -> distance(low, word.toLowerCase(Locale.ROOT))))
                .filter(word -> distance(low, word.toLowerCase(Locale.ROOT)) <= mistakes);
    }

    /** Whether at most one letter in three is wrong; one wrong letter is always allowed. */
    static boolean isSlip(String typed, String word) {
        var low = typed.toLowerCase(Locale.ROOT);
        return distance(low, word.toLowerCase(Locale.ROOT)) <= Math.max(1, typed.length() / 3);
    }

    /** {@code There is no mode `plam`. Did you mean `plan`?} */
    static String refusal(String first, String typed, Collection<String> words) {
        return to(typed, words)
                .map(word -> Texts.of("word.didYouMean", first, Markdown.code(typed), Markdown.code(word)))
                .orElseGet(() -> Texts.of("word.pick", first, Markdown.code(typed)));
    }

    /** Optimal string alignment: letters that are missing, added, wrong, or swapped with their neighbour. */
    private static int distance(String a, String b) {
        var costs = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            for (var j = 0; j <= b.length(); j++) {
                costs[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : cheapest(a, b, i, j, costs);
            }
        }
        return costs[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int i, int j, int[][] costs) {
        var wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        var least = Math.min(costs[i - 1][j - 1] + wrong, 1 + Math.min(costs[i - 1][j], costs[i][j - 1]));
        var isSwapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return isSwapped ? Math.min(least, costs[i - 2][j - 2] + 1) : least;
    }
}
