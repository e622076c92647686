package switchboard.shell;

import switchboard.guard.Verdict;
import switchboard.model.ChatId;
import switchboard.model.ShellRequest;
import switchboard.text.Texts;

/** Runs the shell commands of people. Blocks; may be used by several threads. */
public interface Shell {

    /** What a command would reach of the files that are closed to the chat. */
    Verdict check(ChatId chat, ShellRequest request);

    /**
     * Runs a command to its end. An interrupt ends it.
     *
     * @param request what people have allowed, and no more: a command that reaches other closed files by now does not run
     */
    ShellResult run(ChatId chat, ShellRequest request);

    /** Ends what is left of a command that ran when the host died. */
    void endLeftovers(ChatId chat, ShellRequest request);

    /** Of a host without a shell. */
    static Shell none() {
        return new Shell() {
            @Override
            public Verdict check(ChatId chat, ShellRequest request) {
                return Verdict.OPEN;
            }

            @Override
            public ShellResult run(ChatId chat, ShellRequest request) {
                return new ShellResult.Refused(Texts.of("shell.off"));
            }

            @Override
            public void endLeftovers(ChatId chat, ShellRequest request) {}
        };
    }
}
