package switchboard.command;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import switchboard.git.BranchSwitch;
import switchboard.git.Branches;
import switchboard.git.Repository;
import switchboard.git.WorkingTree;
import switchboard.git.Worktree;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;
import switchboard.model.Reply;
import switchboard.text.ExplainedException;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * {@code /branch NAME}: goes to the working tree in which the branch is checked out, or offers to check it out. Without a name it
 * lists the branches.
 */
@AutoService(SlashCommand.class)
public final class BranchCommand implements SlashCommand {

    private static final String SWITCH = "switch";
    private static final int MOST = 20;
    private static final int LONGEST_NAME = 40;

    @Override
    public String name() {
        return "branch";
    }

    @Override
    public String description() {
        return Texts.of("help.branch");
    }

    @Override
    public Reaction run(Invocation call) {
        if (call.argument().isEmpty()) {
            return Repositories.use(call, repository -> list(call, repository, "branch"));
        }
        return call.word().equals(SWITCH) && !call.rest().isEmpty()
                ? Repositories.amongChats(call, (repository, chats) -> switchTo(call, repository, chats))
                : Repositories.amongChats(call, (repository, chats) -> choose(call, repository, chats));
    }

    /**
     * The newest branches as buttons.
     *
     * @param command what a button does with its branch
     */
    static Function<ChatState, Reaction> list(Invocation call, Repository repository, String command)
            throws ExplainedException, IOException {
        var branches = new Branches(repository);
        var current = branches.current().orElse("");
        var newest = branches.newest(MOST + 1);
        var others = newest.stream()
                .filter(name -> !name.equals(current))
                .limit(MOST)
                .map(name -> new Reply.Button(
                        Texts.of("branch.button", HumanText.shortened(Repositories.shown(call, name), LONGEST_NAME)),
                        "/" + command + " " + name));
        var rows = Buttons.rows(2, others);
        var here = current.isEmpty()
                ? Texts.of("branch.detached", Markdown.code(repository.top()))
                : Texts.of("branch.here", Repositories.name(call, current));
        var pick = rows.isEmpty() ? Texts.of("branch.none") : Texts.of("branch.pick");
        var more = newest.size() > MOST ? Texts.of("branch.newest", MOST, command) : "";
        return now -> Reaction.say(now, new Reply(Texts.together(here, pick, more), rows));
    }

    private static Function<ChatState, Reaction> choose(Invocation call, Repository repository, List<ChatSummary> chats)
            throws ExplainedException, IOException {
        var branches = new Branches(repository);
        var name = branches.check(call.argument());
        var trees = Worktree.of(repository);
        var there = Worktree.having(name, trees).filter(tree -> !tree.isBare());
        if (there.isPresent()) {
            return WorktreeCommand.goTo(call, repository, there.get());
        }
        var inWorktree = new Reply.Button(Texts.of("branch.button.worktree"), "/worktree " + name);
        if (!branches.exists(name) && branches.remote(name).isEmpty()) {
            return now -> Reaction.say(now, Reply.of(Texts.of("branch.unknown", Markdown.code(name)), inWorktree));
        }
        var obstacle = obstacle(call, repository, TreeResidents.of(call.state(), chats, trees));
        var buttons = new ArrayList<Reply.Button>();
        if (obstacle.isEmpty()) {
            buttons.add(new Reply.Button(Texts.of("branch.button.switch"), "/branch " + SWITCH + " " + name));
        }
        buttons.add(inWorktree);
        var said = Texts.together(Texts.of("branch.where", Markdown.code(name)), obstacle);
        return now -> Reaction.say(now, new Reply(said, List.of(buttons)));
    }

    /** Why the branch of this working tree is not to be changed; empty if it may be. */
    private static String obstacle(Invocation call, Repository repository, TreeResidents residents)
            throws ExplainedException, IOException {
        var tree = new WorkingTree(repository);
        var uncommitted = tree.changed();
        if (residents.hasOthers(repository.top())) {
            return Texts.of("branch.shared");
        }
        if (tree.isInTheMiddle()) {
            return Texts.of("git.inTheMiddle", Markdown.code(repository.top()));
        }
        if (new Branches(repository).isLoose()) {
            return Texts.of("branch.loose");
        }
        return uncommitted.isEmpty()
                ? ""
                : Texts.of("branch.uncommitted", Repositories.names(call, repository, uncommitted));
    }

    private static Function<ChatState, Reaction> switchTo(
            Invocation call, Repository repository, List<ChatSummary> chats) throws ExplainedException, IOException {
        var name = new Branches(repository).check(call.rest());
        return repository.alone(() -> {
            var residents = TreeResidents.of(call.state(), chats, Worktree.of(repository));
            residents.checkIdle(repository.top());
            new WorkingTree(repository).recover();
            var obstacle = obstacle(call, repository, residents);
            if (!obstacle.isEmpty()) {
                throw new ExplainedException(obstacle);
            }
            var inTheWay = new BranchSwitch(repository, name).run();
            var said = inTheWay.isEmpty()
                    ? Texts.of("branch.switched", Markdown.code(repository.top()), Markdown.code(name))
                    : Texts.of("branch.uncommitted", Repositories.names(call, repository, inTheWay));
            return now -> Reaction.say(now, said);
        });
    }
}
