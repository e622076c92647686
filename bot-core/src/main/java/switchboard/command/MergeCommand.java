package switchboard.command;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import switchboard.git.Branches;
import switchboard.git.Merge;
import switchboard.git.Repository;
import switchboard.git.WorkingTree;
import switchboard.git.Worktree;
import switchboard.git.Worktrees;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;
import switchboard.model.Reply;
import switchboard.text.ExplainedException;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * {@code /merge [NAME]}: merges a branch, by default that of this chat's worktree, into the branch of the main working tree. A
 * conflict, a change that is not committed or a task at work leaves everything as it is.
 */
@AutoService(SlashCommand.class)
public final class MergeCommand implements SlashCommand {

    private static final int LONGEST_SUBJECT = 100;

    /**
     * What is merged.
     *
     * @param here where the chat works
     * @param merge into the main working tree
     * @param source the worktree in which the branch is checked out; empty if it is nowhere
     */
    private record Plan(Repository here, Merge merge, Optional<Repository> source, TreeResidents residents) {

        String branch() {
            return Markdown.code(merge.branch());
        }

        String into() {
            return Markdown.code(merge.into());
        }
    }

    @Override
    public String name() {
        return "merge";
    }

    @Override
    public String description() {
        return Texts.of("help.merge");
    }

    @Override
    public Reaction run(Invocation call) {
        return Repositories.amongChats(call, (repository, chats) -> merge(call, repository, chats));
    }

    private static Function<ChatState, Reaction> merge(Invocation call, Repository repository, List<ChatSummary> chats)
            throws ExplainedException, IOException {
        return repository.alone(() -> {
            var trees = Worktrees.of(repository);
            Repositories.checkOpen(call, trees.main().path());
            var main = repository.in(trees.main().path());
            var into = new Branches(main).mustBeOn();
            var branches = new Branches(repository);
            var name = call.argument().isEmpty() ? branches.mustBeOn() : branches.check(call.argument());
            if (name.equals(into)) {
                return repository.isMain() ? BranchCommand.list(call, main, "merge") : askForUpdate(into);
            }
            if (!branches.exists(name)) {
                throw new ExplainedException(Texts.of("merge.unknown", Markdown.code(name)));
            }
            var source = Worktree.having(name, trees.all()).filter(tree -> !tree.isBare());
            var residents = TreeResidents.of(call.state(), chats, trees.all());
            var from =
                    source.isPresent() ? Optional.of(repository.in(source.get().path())) : Optional.<Repository>empty();
            return merge(call, new Plan(repository, new Merge(main, into, name), from, residents));
        });
    }

    /** A worktree gets the main branch by Claude, who may have to solve conflicts. */
    private static Function<ChatState, Reaction> askForUpdate(String into) {
        var branch = Markdown.code(into);
        return now -> Reaction.say(now, Reply.of(Texts.of("merge.intoItself", branch), ask(branch)));
    }

    private static Reply.Button ask(String branch) {
        return new Reply.Button(Texts.of("merge.button.ask"), "/ask " + Texts.of("merge.prompt", branch));
    }

    private static Function<ChatState, Reaction> merge(Invocation call, Plan plan)
            throws ExplainedException, IOException {
        checkAtRest(plan.merge().target(), plan.residents());
        if (plan.source().isPresent()) {
            var source = plan.source().get();
            Repositories.checkOpen(call, source.top());
            checkAtRest(source, plan.residents());
            var uncommitted = new WorkingTree(source).uncommitted();
            if (!uncommitted.isEmpty()) {
                throw new ExplainedException(uncommitted(call, source, uncommitted));
            }
        }
        return switch (plan.merge().run()) {
            case Merge.Nothing nothing -> done(plan, Texts.of("merge.nothing", plan.into(), plan.branch()));
            case Merge.Merged merged -> done(plan, merged(call, plan, merged));
            case Merge.Uncommitted files ->
                now -> Reaction.say(now, uncommitted(call, plan.merge().target(), files.files()));
            case Merge.Conflict conflict -> conflict(call, plan, conflict);
        };
    }

    private static void checkAtRest(Repository tree, TreeResidents residents) throws ExplainedException, IOException {
        residents.checkIdle(tree.top());
        var files = new WorkingTree(tree);
        files.recover();
        if (files.isInTheMiddle()) {
            throw new ExplainedException(Texts.of("git.inTheMiddle", Markdown.code(tree.top())));
        }
    }

    private static String uncommitted(Invocation call, Repository tree, List<String> files) {
        return Texts.of("merge.uncommitted", Markdown.code(tree.top()), Repositories.names(call, tree, files));
    }

    private static String merged(Invocation call, Plan plan, Merge.Merged merged) {
        var subjects = merged.subjects().stream()
                .map(subject -> "\n" + Texts.of("list.item", Markdown.text(shown(call, subject))))
                .collect(Collectors.joining());
        return Texts.of(
                        "merge.done",
                        plan.branch(),
                        plan.into(),
                        merged.commits(),
                        Markdown.text(merged.changes()),
                        Markdown.code(merged.commit()))
                + subjects;
    }

    private static String shown(Invocation call, String subject) {
        return HumanText.shortened(Repositories.shown(call, subject), LONGEST_SUBJECT);
    }

    private static Function<ChatState, Reaction> done(Plan plan, String said) {
        var mayGo = plan.source()
                .filter(tree -> !tree.isMain() && !plan.residents().hasOthers(tree.top()))
                .isPresent();
        var button = new Reply.Button(
                Texts.of("merge.button.remove"),
                "/worktree " + WorktreeCommand.REMOVE + " " + plan.merge().branch());
        return now -> Reaction.say(now, mayGo ? Reply.of(said, button) : Reply.of(said));
    }

    private static Function<ChatState, Reaction> conflict(Invocation call, Plan plan, Merge.Conflict conflict) {
        var target = plan.merge().target();
        var lines = conflict.clashes().stream()
                .limit(Repositories.MOST_NAMED)
                .filter(clash -> !Repositories.isClosed(call, target, clash.file()))
                .map(clash ->
                        Texts.of("merge.clash", Repositories.name(call, clash.file()), Markdown.text(clash.kind())))
                .toList();
        var more = conflict.clashes().size() - lines.size();
        var said = Texts.of("merge.conflict", plan.branch(), plan.into())
                + lines.stream().map("\n"::concat).collect(Collectors.joining())
                + (more > 0 ? "\n" + Texts.of("list.more", more) : "");
        var other = plan.here().top().equals(target.top())
                ? Optional.of(plan.branch())
                : plan.source()
                        .filter(source -> source.top().equals(plan.here().top()))
                        .map(source -> plan.into());
        return now -> Reaction.say(
                now,
                other.map(branch -> Reply.of(said, ask(branch)))
                        .orElseGet(() -> Reply.of(said + "\n" + Texts.of("merge.goThere", plan.branch()))));
    }
}
