package switchboard.command;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import switchboard.git.Branches;
import switchboard.git.Repository;
import switchboard.git.WorkingTree;
import switchboard.git.Worktree;
import switchboard.git.Worktrees;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;
import switchboard.model.Reply;
import switchboard.model.Session;
import switchboard.text.ExplainedException;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * {@code /worktree NAME}: goes to the worktree of a branch, which it makes if there is none. Without a name it lists the worktrees.
 * {@code /worktree remove NAME} removes one that is merged and has nothing to lose; a button's {@code /worktree remove-with MARK NAME}
 * removes one with the ignored files that were named.
 */
@AutoService(SlashCommand.class)
public final class WorktreeCommand implements SlashCommand {

    static final String REMOVE = "remove";
    private static final String REMOVE_WITH = "remove-with";

    private static final int MOST = 20;
    private static final int LONGEST_NAME = 40;

    @Override
    public String name() {
        return "worktree";
    }

    @Override
    public String description() {
        return Texts.of("help.worktree");
    }

    @Override
    public Reaction run(Invocation call) {
        if (call.argument().isEmpty()) {
            return Repositories.use(call, repository -> list(call, repository));
        }
        if (call.word().equals(REMOVE) && !call.rest().isEmpty()) {
            return remove(call.with(call.rest()), "");
        }
        var named = call.with(call.rest());
        return call.word().equals(REMOVE_WITH) && !named.rest().isEmpty()
                ? remove(call.with(named.rest()), named.word())
                : Repositories.use(call, repository -> go(call, repository));
    }

    /**
     * Removes a worktree.
     *
     * @param call its argument is the name
     * @param mark of the ignored files of which people know that they are lost; empty for none
     */
    private static Reaction remove(Invocation call, String mark) {
        return Repositories.amongChats(call, (repository, chats) -> remove(call, mark, repository, chats));
    }

    private static Function<ChatState, Reaction> list(Invocation call, Repository repository)
            throws ExplainedException, IOException {
        var directories = call.facts().directories();
        var others = Worktree.of(repository).stream()
                .filter(tree -> !tree.isBare() && !tree.isGone() && !tree.isBeingMade())
                .filter(tree -> !tree.path().equals(repository.top()))
                .filter(tree -> directories.access(call.state().id(), tree.path()) == Directories.Access.OPEN)
                .toList();
        var branch = new Branches(repository).current().orElse(null);
        var here = branch == null
                ? Texts.of("branch.detached", Markdown.code(repository.top()))
                : Texts.of("branch.here", Repositories.name(call, branch));
        var said = others.isEmpty() ? Texts.of("worktree.none") : Texts.of("worktree.pick");
        var more = others.size() > MOST ? Texts.of("list.more", others.size() - MOST) : "";
        var rows = Buttons.rows(1, others.stream().limit(MOST).map(tree -> button(call, tree)));
        return now -> Reaction.say(now, new Reply(Texts.together(here, said, more), rows));
    }

    private static Reply.Button button(Invocation call, Worktree tree) {
        var name = String.valueOf(tree.path().getFileName());
        var label = tree.branch() == null ? name : tree.branch();
        return new Reply.Button(
                Texts.of("worktree.button", HumanText.shortened(Repositories.shown(call, label), LONGEST_NAME)),
                "/cd " + QuotedPath.quote(tree.path().toString()));
    }

    private static Function<ChatState, Reaction> go(Invocation call, Repository repository)
            throws ExplainedException, IOException {
        var name = new Branches(repository).check(call.argument());
        return repository.alone(() -> {
            var trees = Worktrees.of(repository);
            var known = trees.find(name).filter(tree -> !tree.isGone() && !tree.isBeingMade());
            if (known.isPresent()) {
                return goTo(call, repository, known.get());
            }
            Repositories.checkOpen(call, trees.main().path());
            if (call.facts().directories().access(call.state().id(), trees.place(name)) != Directories.Access.OPEN) {
                throw new ExplainedException(Texts.of("cd.closed", Markdown.code(trees.place(name))));
            }
            var made = trees.make(name);
            var place = Texts.of("worktree.made", Markdown.code(made), Markdown.code(name));
            return now -> move(call.at(now), made, place);
        });
    }

    /** Goes to a working tree, if the chat may. */
    static Function<ChatState, Reaction> goTo(Invocation call, Repository from, Worktree tree)
            throws ExplainedException {
        Repositories.checkOpen(call, tree.path());
        var path = Markdown.code(tree.path());
        if (tree.path().equals(from.top())) {
            return now -> Reaction.say(now, Texts.of("cd.already", path));
        }
        var place = tree.branch() == null
                ? Texts.of("cd.newSession", path)
                : Texts.of("worktree.there", path, Repositories.name(call, tree.branch()));
        return now -> move(call.at(now), tree.path(), place);
    }

    private static Reaction move(Invocation call, Path to, String place) {
        return Moves.go(call, Session.fresh(to, null, call.now()), "cd", place);
    }

    private static Function<ChatState, Reaction> remove(
            Invocation call, String mark, Repository repository, List<ChatSummary> chats)
            throws ExplainedException, IOException {
        var name = new Branches(repository).check(call.argument());
        return repository.alone(() -> {
            var trees = Worktrees.of(repository);
            var main = trees.main();
            var tree = trees.find(name)
                    .filter(found -> !found.isGone())
                    .orElseThrow(() -> new ExplainedException(Texts.of("worktree.gone", Markdown.code(name))));
            Repositories.checkOpen(call, main.path());
            Repositories.checkOpen(call, tree.path());
            var there = repository.in(tree.path());
            checkRemovable(repository.in(main.path()), there, TreeResidents.of(call.state(), chats, trees.all()));
            checkIsEmpty(tree, trees);
            var ignored = new WorkingTree(there).ignored();
            if (!ignored.isEmpty() && !mark(ignored).equals(mark)) {
                return askAbout(call, there, name, ignored);
            }
            new Worktrees(repository.in(main.path()), trees.all()).remove(tree);
            return removed(call, repository, tree, main);
        });
    }

    /** @throws ExplainedException if anything or anybody would lose something with it */
    private static void checkRemovable(Repository main, Repository tree, TreeResidents residents)
            throws ExplainedException, IOException {
        var place = Markdown.code(tree.top());
        if (tree.isMain()) {
            throw new ExplainedException(Texts.of("worktree.isMain", place));
        }
        residents.checkIdle(tree.top());
        if (residents.hasOthers(tree.top())) {
            throw new ExplainedException(Texts.of("worktree.shared", place));
        }
        var head = new Branches(tree).head();
        var ofMain = new Branches(main).head();
        if (head.isEmpty() || ofMain.isEmpty() || !new Branches(main).contains(ofMain.get(), head.get())) {
            throw new ExplainedException(Texts.of("worktree.unmerged", place));
        }
        var files = new WorkingTree(tree);
        if (files.isInTheMiddle() || !files.uncommitted().isEmpty()) {
            throw new ExplainedException(Texts.of("worktree.unclean", place));
        }
    }

    /** git would remove another worktree with this one, because it ignores that. */
    private static void checkIsEmpty(Worktree tree, Worktrees trees) throws ExplainedException {
        var inner = trees.all().stream()
                .filter(other -> !other.isGone() && !other.path().equals(tree.path()))
                .map(Worktree::path)
                .filter(other -> other.startsWith(tree.path()))
                .findFirst();
        if (inner.isPresent()) {
            throw new ExplainedException(
                    Texts.of("worktree.around", Markdown.code(tree.path()), Markdown.code(inner.get())));
        }
    }

    private static String mark(List<String> ignored) {
        return Buttons.mark(String.join("\0", ignored));
    }

    private static Function<ChatState, Reaction> askAbout(
            Invocation call, Repository tree, String name, List<String> ignored) {
        var said = Texts.of("worktree.ignored", Markdown.code(tree.top()), Repositories.names(call, tree, ignored));
        var button = new Reply.Button(
                Texts.of("worktree.button.removeWith"), "/worktree " + REMOVE_WITH + " " + mark(ignored) + " " + name);
        return now -> Reaction.say(now, Reply.of(said, button));
    }

    private static Function<ChatState, Reaction> removed(
            Invocation call, Repository here, Worktree tree, Worktree main) {
        var said = Texts.of("worktree.removed", Markdown.code(tree.path()));
        if (!here.top().equals(tree.path())) {
            return now -> Reaction.say(now, said);
        }
        return now -> {
            var back = move(call.at(now), main.path(), Texts.of("cd.newSession", Markdown.code(main.path())));
            return new Reaction(
                    back.next(),
                    Stream.concat(Stream.of(new Reaction.Say(Reply.of(said))), back.actions().stream())
                            .toList());
        };
    }
}
