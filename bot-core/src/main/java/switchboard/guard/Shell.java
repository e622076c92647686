package switchboard.guard;

import java.util.List;

/** A shell's text in parts, as far as what it reads and writes can be told from them. */
final class Shell {

    private Shell() {}

    /** In the order in which they are run. */
    sealed interface Step {}

    /** A subshell begins or ends: the directory is its own. */
    record Enter() implements Step {}

    record Leave() implements Step {}

    /**
     * A simple command. Keywords and assignments are among its words.
     *
     * @param files what it is redirected from and to
     * @param input texts it gets as its input (here-documents and here-strings)
     * @param pipeline the same for all commands of a pipeline
     * @param substituted whether its output becomes a part of another command
     * @param link how it is joined to what stands before it
     * @param grouped whether its pipeline begins with several commands: a group, a loop
     */
    record Command(
            List<Word> words,
            List<Word> files,
            List<String> input,
            int pipeline,
            boolean substituted,
            Link link,
            boolean grouped)
            implements Step {}

    /** {@code ;}, {@code &&}, {@code ||}, {@code |} */
    enum Link {
        NEXT,
        AND,
        OR,
        PIPE
    }

    /** Pieces without a space between them. */
    record Word(List<Piece> pieces) {}

    sealed interface Piece {}

    /** @param quoted whether its characters stand for themselves */
    record Text(String text, boolean quoted) implements Piece {}

    /**
     * {@code $NAME}
     *
     * @param quoted whether it is one word, whatever it holds
     */
    record Variable(String name, boolean quoted) implements Piece {}

    /** {@code ${NAME:-WORD}} and the like: the variable's text or that of the word. */
    record Either(Variable variable, Word word) implements Piece {}

    /**
     * The output of a command, or an expansion that is not worked out.
     *
     * @param text what stands in it, for paths that it mentions; empty for a command's output
     */
    record Unknown(String text) implements Piece {}
}
