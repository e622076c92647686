package switchboard.telegram.markdown;

/** Answers as Claude writes them. */
public final class Answers {

    private static final String PROSE = """
            The **cache** is filled at the first read and emptied when the file `store/index.json` changes, as \
            [the manual](https://example.org/cache?mode=lazy) says. A reader that comes *meanwhile* waits for the \
            writer, because a half-filled cache is worse than none & nobody notices < 1 ms.

            """;
    private static final String LIST = """
            ## What to do

            1. Stop the writer, and wait until `flush()` has returned.
            2. Move the old index away:
               - keep its **name**,
               - keep its date.
            3. Start again.

            """;
    private static final String CODE = """
            ```java
            /** Reads the index, or makes it. */
            static Index open(Path file) throws IOException {
                if (Files.notExists(file)) {
                    return Index.empty();
                }
                try (var in = Files.newBufferedReader(file)) {
                    return in.lines().filter(line -> !line.isBlank()).map(Entry::parse).collect(Index.collector());
                }
            }
            ```

            """;
    private static final String TABLE = """
            | store | reads a second | writes a second | note |
            |---|---:|---:|---|
            | memory | 1,200,000 | 900,000 | lost at the end |
            | file | 48,000 | 1,100 | `fsync` after each write |
            | file, in groups | 47,500 | 9,400 | up to 5 ms later |
            | remote | 900 | 850 | depends on the way there |

            """;

    private Answers() {}

    /** An answer of at least so many characters. From 10,000 on it has code and a table. */
    public static String of(int length) {
        var answer = new StringBuilder();
        while (answer.length() < length) {
            answer.append(PROSE).append(LIST).append(PROSE);
            if (length >= 10_000) {
                answer.append(CODE).append(PROSE).append(TABLE);
            }
        }
        return answer.toString();
    }
}
