package switchboard.telegram.markdown;

import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random Markdown as a model might write it, and worse. The text that a reader must see is in words of lower-case letters,
 * Chinese characters and emoji, and each word is unique. The parts that may vanish or repeat (markup, languages, addresses, heads
 * of tables) have none of these.
 */
final class GeneratedMarkdown {

    private static final String[] SIGNS = {
        "👨‍👩‍👧‍👦", "👍🏽", "🏳️‍🌈", "🇩🇪", "漢字", "日本語テキスト", "é̂", "𝒳", "&", "<B>", "A_B", "2 * 3", "|"
    };
    private static final String[] LANGUAGES = {"", "C++", "SQL", "F#"};

    private final Random random;
    private int words;

    private GeneratedMarkdown(long seed) {
        random = new Random(seed);
    }

    static String document(long seed) {
        var generator = new GeneratedMarkdown(seed);
        return IntStream.range(0, 4 + generator.random.nextInt(30))
                .mapToObj(i -> generator.block(0))
                .collect(Collectors.joining("\n\n"));
    }

    /** What must be seen of a text: its words, in order, without anything between them. */
    static String words(String text) {
        return text.codePoints()
                .filter(c -> (c >= 'a' && c <= 'z') || (c >= 0x3040 && c < 0xA000) || c >= 0x1F000 || c == 0x200D)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private String block(int depth) {
        return switch (random.nextInt(depth > 1 ? 4 : 11)) {
            case 0, 1 -> line(1 + random.nextInt(40));
            case 2 -> lines(1 + random.nextInt(5), () -> line(1 + random.nextInt(15)));
            case 3 -> fence();
            case 4 -> "#".repeat(1 + random.nextInt(4)) + " " + line(1 + random.nextInt(6));
            case 5 -> list(depth, random.nextBoolean());
            case 6 -> block(depth + 1).lines().map(l -> "> " + l).collect(Collectors.joining("\n"));
            case 7 -> table();
            case 8 -> line(600 + random.nextInt(900));
            case 9 -> random.nextInt(4) == 0 ? solid() : "---";
            default -> "```\n" + line(1500) + "\n```";
        };
    }

    private String list(int depth, boolean numbered) {
        int first = random.nextInt(20);
        return IntStream.range(0, 1 + random.nextInt(12))
                .mapToObj(i -> {
                    String marker = numbered ? (first + i) + ". " : random.nextInt(4) == 0 ? "- [X] " : "- ";
                    String content = line(1 + random.nextInt(12))
                            + (random.nextInt(4) == 0 ? "\n" : "")
                            + (random.nextInt(3) == 0 && depth < 3 ? "\n" + block(depth + 1) : "");
                    return marker + content.indent(numbered ? 3 : 2).strip();
                })
                .collect(Collectors.joining("\n"));
    }

    private String fence() {
        String mark = random.nextBoolean() ? "```" : "~~~~";
        String body = lines(random.nextInt(60), () -> " ".repeat(random.nextInt(9)) + code());
        return mark + LANGUAGES[random.nextInt(LANGUAGES.length)] + "\n" + body + "\n" + mark;
    }

    private String table() {
        int columns = 1 + random.nextInt(4);
        String head = "|" + "HEAD|".repeat(columns) + "\n|" + "---|".repeat(columns) + "\n";
        int longest = 1 + random.nextInt(6);
        return head
                + lines(
                        1 + random.nextInt(40),
                        () -> IntStream.range(0, columns)
                                .mapToObj(i -> line(random.nextInt(longest)).replace("|", "\\|"))
                                .collect(Collectors.joining(" | ", "| ", " |")));
    }

    private String lines(int count, Supplier<String> line) {
        return IntStream.range(0, count).mapToObj(i -> line.get()).collect(Collectors.joining("\n"));
    }

    private String line(int count) {
        return IntStream.range(0, count).mapToObj(i -> inline()).collect(Collectors.joining(" "));
    }

    private String code() {
        return IntStream.range(0, random.nextInt(8))
                .mapToObj(i -> random.nextInt(9) == 0 ? "**x && \"#\" < >" : word())
                .collect(Collectors.joining(" "));
    }

    private String solid() {
        return IntStream.range(0, 2000)
                .mapToObj(i -> random.nextInt(5) == 0 ? SIGNS[random.nextInt(6)] : word())
                .collect(Collectors.joining());
    }

    private String inline() {
        return switch (random.nextInt(24)) {
            case 0 -> "**" + word() + " `" + word() + "` " + word() + "**";
            case 1 -> "*" + word() + "*";
            case 2 -> "~~" + word() + "~~";
            case 3, 4 -> "`" + word() + "`";
            case 5 -> "[" + word() + "](HTTPS://EXAMPLE.ORG/" + "A".repeat(random.nextInt(90)) + ")";
            case 6 -> "[" + word() + "](SRC/A.B)";
            case 7, 8 -> SIGNS[random.nextInt(SIGNS.length)];
            case 9 -> "***" + word() + "** " + word() + "*";
            default -> word();
        };
    }

    private String word() {
        var word = new StringBuilder();
        for (int rest = words++ + 26; rest > 0; rest /= 26) {
            word.append((char) ('a' + rest % 26));
        }
        return word.toString();
    }
}
