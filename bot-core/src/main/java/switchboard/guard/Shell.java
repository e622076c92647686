package switchboard.guard;

import java.util.List;

/** The parts of a shell's text that are needed to find out what it reads and writes. */
final class Shell {

    private Shell() {}

    /** A step. Steps are in the order in which they run. */
    sealed interface Step {}

    /** A subshell begins. It has a current directory of its own. */
    record Enter() implements Step {}

    record Leave() implements Step {}

    /**
     * A simple command. Keywords and assignments are among its words.
     *
     * @param files the files of its redirections
     * @param input the texts that are its input (here-documents and here-strings)
     * @param pipeline a number that all commands of a pipeline share
     * @param substituted whether its output becomes part of another command
     * @param link how it is joined to the command before it
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
     * @param quoted whether its value stays one word
     */
    record Variable(String name, boolean quoted) implements Piece {}

    /** {@code ${NAME:-WORD}} and the like: the text of the variable or of the word. */
    record Either(Variable variable, Word word) implements Piece {}

    /**
     * The output of a command, or an expansion that is not computed.
     *
     * @param text the expansion's text, which may mention paths; empty for a command's output
     */
    record Unknown(String text) implements Piece {}
}
