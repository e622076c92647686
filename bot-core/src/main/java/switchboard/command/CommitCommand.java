package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.git.Scope;

/** Asks Claude to commit changes. A button under a diff gives this command, and nobody types its name by chance. */
@AutoService(SlashCommand.class)
public final class CommitCommand implements SlashCommand {

    /** Has a character that no Telegram command can have. */
    private static final String NAME = "commit-changes";

    /** @param scope as {@link ShownChanges#words} writes it */
    static String of(String scope) {
        return ("/" + NAME + " " + scope).strip();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "";
    }

    @Override
    public Reaction run(Invocation call) {
        return Prompts.ask(call, words(ShownChanges.scope(call.argument())), true);
    }

    /** What Claude reads. */
    private static String words(Scope scope) {
        if (scope.isStaged()) {
            return "Commit what is staged in this repository, and nothing else, with a fitting message. Do not push.";
        }
        return scope.path() == null
                ? "Commit all changes in this repository, new files too, with a fitting message. Do not push."
                : "Commit the changes of `" + scope.path() + "` (from the top of this repository), and nothing else,"
                        + " with a fitting message. Do not push.";
    }
}
