package switchboard.command;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.util.function.Function;
import switchboard.git.Repository;
import switchboard.git.Stash;
import switchboard.git.WorkingTree;
import switchboard.git.Worktree;
import switchboard.model.ChatState;
import switchboard.model.Reply;
import switchboard.text.ExplainedException;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * Reverts changes that were shown, and keeps them as a stash. Buttons give this command, and nobody types its name by chance: {@code
 * ask MARK SCOPE}, {@code now MARK SCOPE}, and {@code back STASH}.
 */
@AutoService(SlashCommand.class)
public final class RevertCommand implements SlashCommand {

    /** Has a character that no Telegram command can have. */
    private static final String NAME = "revert-changes";

    private static final String ASK = "ask";
    private static final String NOW = "now";
    private static final String BACK = "back";

    /** The characters of an id that people read. */
    private static final int SHORT = 12;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "";
    }

    /** The command of a button that reverts what is shown, after it has asked. */
    static String asking(ShownChanges shown) {
        return command(ASK, shown);
    }

    private static String command(String word, ShownChanges shown) {
        var changes = shown.changes();
        return ("/" + NAME + " " + word + " " + changes.mark() + " " + ShownChanges.words(changes.scope())).strip();
    }

    @Override
    public Reaction run(Invocation call) {
        return call.word().equals(ASK)
                ? Repositories.use(call, repository -> revert(call.with(call.rest()), repository, false))
                : Repositories.amongChats(
                        call,
                        (repository, chats) -> repository.alone(() -> {
                            TreeResidents.of(call.state(), chats, Worktree.of(repository))
                                    .checkIdle(repository.top());
                            new WorkingTree(repository).recover();
                            return call.word().equals(BACK)
                                    ? putBack(call, repository, call.rest())
                                    : revert(call.with(call.rest()), repository, true);
                        }));
    }

    /** @param call its argument is the mark and the scope */
    private static Function<ChatState, Reaction> revert(Invocation call, Repository repository, boolean now)
            throws ExplainedException, IOException {
        var shown = ShownChanges.of(call, repository, ShownChanges.scope(call.rest()));
        if (!shown.changes().mark().equals(call.word())) {
            var said = Texts.of(shown.isEmpty() ? "revert.nothing" : "revert.changed");
            return state -> shown.show(state, said);
        }
        if (shown.changes().scope().isStaged() && isMixed(repository, shown)) {
            return state -> Reaction.say(state, Texts.of("revert.mixed"));
        }
        return now ? done(call, repository, shown) : state -> Reaction.say(state, question(shown));
    }

    /** Whether some of the files have been changed again since they were staged: that was not shown. */
    private static boolean isMixed(Repository repository, ShownChanges shown) throws ExplainedException, IOException {
        var later = repository.list("diff", "--name-only", "-z", "--no-renames");
        return later.stream().anyMatch(shown.paths()::contains);
    }

    private static Reply question(ShownChanges shown) {
        return Reply.of(
                Texts.of("revert.ask", shown.report().stat()),
                new Reply.Button(Texts.of("revert.button.now"), command(NOW, shown)));
    }

    private static Function<ChatState, Reaction> done(Invocation call, Repository repository, ShownChanges shown)
            throws ExplainedException, IOException {
        var name = "Switchboard: reverted by /diff at " + call.now();
        var id = new Stash(repository).take(shown.changes(), shown.open().files(), name);
        var reply = Reply.of(
                Texts.of(
                        "revert.done",
                        shown.report().stat(),
                        Markdown.code("git stash apply " + id.substring(0, SHORT))),
                new Reply.Button(Texts.of("revert.button.back"), "/" + NAME + " " + BACK + " " + id));
        return state -> Reaction.say(state, reply);
    }

    private static Function<ChatState, Reaction> putBack(Invocation call, Repository repository, String id)
            throws ExplainedException, IOException {
        var stash = new Stash(repository);
        var text = switch (stash.putBack(id)) {
            case DONE -> Texts.of("revert.back");
            case CONFLICT -> Texts.of("revert.conflict");
            case IN_THE_WAY -> Texts.of("revert.inTheWay", Repositories.names(call, repository, stash.inTheWay(id)));
            case GONE -> Texts.of("revert.gone");
        };
        return state -> Reaction.say(state, text);
    }
}
