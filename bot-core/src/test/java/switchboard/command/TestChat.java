package switchboard.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.budget.Spending;
import switchboard.git.Git;
import switchboard.guard.ClosedPaths;
import switchboard.guard.Verdict;
import switchboard.model.Activity;
import switchboard.model.AgentFacts;
import switchboard.model.AgentQuery;
import switchboard.model.Caller;
import switchboard.model.ChatId;
import switchboard.model.ChatName;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;
import switchboard.model.Content;
import switchboard.model.Cost;
import switchboard.model.CurrentTurn;
import switchboard.model.FileSearch;
import switchboard.model.Outcome;
import switchboard.model.People;
import switchboard.model.PermissionMode;
import switchboard.model.Prompt;
import switchboard.model.Reply;
import switchboard.model.Secrets;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.TurnId;
import switchboard.shell.ScriptedShell;
import switchboard.shell.Shell;
import switchboard.text.ExplainedException;

/** A chat without actors: keeps the state from command to command and does what reactions ask for with canned answers. */
public final class TestChat {

    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final ChatId ID = ChatId.of(123456);

    /** What other chats look like to this one. */
    final List<ChatSummary> others = new ArrayList<>();

    /** All actions of the last command, those of its continuations included. */
    final List<Reaction.Action> actions = new ArrayList<>();

    /** Titles of sessions that a cleanup does not get. */
    final List<String> staying = new ArrayList<>();

    /** What was looked for. */
    final List<FileSearch> searches = new ArrayList<>();

    private Git git = new Git(Map.of(), any -> false, "test/");
    private Optional<TurnId> begun = Optional.empty();

    /** What the next shell commands would reach. */
    Verdict verdict = Verdict.OPEN;

    private FileSearch.Found found = FileSearch.Found.NOTHING;
    private final Directories directories;
    private SlashCommands catalogue;
    private PermissionMode mode = PermissionMode.DEFAULT;
    private Provider provider = Provider.UNKNOWN;
    private ChatState state;
    private ChatSummary own;
    private Caller caller = People.ADA;
    private final Deque<Object> answers = new ArrayDeque<>();
    private Spending spending = Spending.unlimited();
    private @Nullable Object answer;
    private String noAnswer = "No answer.";
    private List<Content> attached = List.of();
    private List<Reply> replies = List.of();

    /** @param more commands besides those that are installed */
    public TestChat(Path start, SlashCommand... more) {
        this(
                ID,
                new Directories(start, Path.of("/nowhere"), List.of(start), any -> ClosedPaths.of(List.of(), Map.of())),
                more);
    }

    TestChat(ChatId id, Directories directories, SlashCommand... more) {
        this.catalogue = SlashCommands.installed().with(List.of(more));
        this.directories = directories;
        this.state = ChatState.of(id, Session.fresh(directories.start(), null, NOW.minusSeconds(60)));
        this.own = ChatSummary.of(state, Activity.IDLE);
    }

    ChatState state() {
        return state;
    }

    TestChat change(UnaryOperator<ChatState> change) {
        state = change.apply(state);
        return this;
    }

    TestChat doing(Activity activity) {
        own = own.doing(activity);
        return this;
    }

    public TestChat inGroup() {
        caller = new Caller(caller.id(), caller.name(), caller.role(), false);
        return this;
    }

    /** From now on a person who is no owner gives the commands. */
    public TestChat asUser() {
        return as(People.BOB);
    }

    public TestChat asOwner() {
        return as(People.ADA);
    }

    private TestChat as(Caller person) {
        caller = new Caller(person.id(), person.name(), person.role(), caller.overview());
        return this;
    }

    /** What comes with the next commands. */
    TestChat with(Content... pieces) {
        attached = List.of(pieces);
        return this;
    }

    /** What the next searches find. */
    TestChat finds(FileSearch.Found files) {
        found = files;
        return this;
    }

    TestChat git(Git other) {
        git = other;
        return this;
    }

    TestChat spending(Spending all) {
        spending = all;
        return this;
    }

    /** Claude has begun this turn by itself. */
    TestChat running(TurnId turn) {
        begun = Optional.of(turn);
        return this;
    }

    /** Without that command. */
    TestChat without(String command) {
        catalogue = catalogue.without(command);
        return this;
    }

    TestChat engineMode(PermissionMode engine) {
        mode = engine;
        return this;
    }

    TestChat provider(Provider agent) {
        provider = agent;
        return this;
    }

    TestChat agentSays(Object fact) {
        answer = fact;
        return this;
    }

    /** What the agent says to the next queries, one after the other; a text is why it does not answer. */
    TestChat agentSaysInTurn(Object... facts) {
        answers.addAll(List.of(facts));
        return this;
    }

    TestChat agentFails(String why) {
        answer = null;
        noAnswer = why;
        return this;
    }

    private <T> Reaction answered(Reaction.AskAgent<T> ask) {
        var type = ask.query().answer();
        var next = answers.isEmpty() ? answer : answers.remove();
        return ask.then()
                .apply(
                        state,
                        type.isInstance(next)
                                ? new AgentQuery.Answered<>(type.cast(next))
                                : new AgentQuery.Unanswered<>(next instanceof String why ? why : noAnswer));
    }

    /** A person asks; the first prompt of a chat at rest begins at once. */
    TestChat ask(String text) {
        return change(before -> {
            var next = before.accept(new Prompt(TurnId.random(), text, true, "m-" + text, NOW.minusSeconds(15)));
            var current = Objects.requireNonNull(next.current());
            return current.begun() ? next : next.begin(current.id(), NOW.minusSeconds(15));
        });
    }

    /** The turn in flight is answered, and the answer is shown. */
    TestChat answered() {
        return answered(Cost.NONE);
    }

    TestChat answered(Cost cost) {
        return change(before -> {
            var turn = Objects.requireNonNull(before.current()).id();
            return before.end(turn, Outcome.answered("Done."), cost, NOW)
                    .with(ChatState::undelivered, answers -> answers.delivered(turn));
        });
    }

    /** Gives a command line and returns what is said to it. */
    public String give(String line) {
        actions.clear();
        var said = new ArrayList<Reply>();
        var words = line.substring(1).split("\\s+", 2);
        follow(catalogue.run(words[0], call(words.length == 1 ? "" : words[1])), said);
        replies = said;
        return String.join("\n---\n", said.stream().map(Reply::text).toList());
    }

    /** Whether the last command was refused because of who gave it. */
    public boolean isDenied() {
        return actions.stream().anyMatch(Reaction.Deny.class::isInstance);
    }

    private Invocation call(String argument) {
        return new Invocation(
                state,
                Stream.concat(Optional.ofNullable(state.current()).map(CurrentTurn::id).stream(), begun.stream())
                        .collect(Collectors.toSet()),
                argument,
                attached,
                "m-call",
                caller,
                NOW,
                facts());
    }

    EngineFacts facts() {
        return new EngineFacts(
                directories,
                new AgentFacts("claude", "Claude Code", mode, "default"),
                provider,
                Duration.ofHours(24),
                this::find,
                git,
                Secrets.of(List.of("s3cret-value")),
                spending,
                shell(),
                catalogue);
    }

    private void follow(Reaction reaction, List<Reply> said) {
        state = reaction.next();
        for (var action : reaction.actions()) {
            actions.add(action);
            switch (action) {
                case Reaction.Say say -> said.add(say.reply());
                case Reaction.Deny deny -> {}
                case Reaction.StopTurn stop -> {}
                case Reaction.ShowQuestions show -> {}
                case Reaction.AskAgent<?> ask -> follow(answered(ask), said);
                case Reaction.LookAround look ->
                    follow(
                            look.then()
                                    .apply(
                                            state,
                                            Stream.concat(others.stream(), Stream.of(own))
                                                    .toList()),
                            said);
                case Reaction.Work<?> work -> follow(worked(work), said);
                case Reaction.SendFile send -> {}
                case Reaction.SendText send -> {}
                case Reaction.SendMade send -> {}
                case Reaction.RunShell run -> {}
                case Reaction.StopShell stop -> {}
                case Reaction.Cleanup cleanup -> follow(cleanup.then().apply(state, gone(cleanup)), said);
            }
        }
    }

    private Shell shell() {
        return new ScriptedShell().reaching(verdict);
    }

    private FileSearch.Found find(ChatId chat, FileSearch search) {
        searches.add(search);
        return found;
    }

    private <T> Reaction worked(Reaction.Work<T> work) {
        Reaction.Result<T> result;
        try {
            result = new Reaction.Done<>(work.work().call());
        } catch (ExplainedException explained) {
            result = new Reaction.Failed<>(explained.sentence());
        } catch (Exception broken) {
            throw new AssertionError(broken);
        }
        return work.then().apply(state, result);
    }

    private List<String> gone(Reaction.Cleanup cleanup) {
        return others.stream()
                .filter(each -> cleanup.chats().contains(each.chat()))
                .map(ChatSummary::title)
                .filter(title -> !staying.contains(title))
                .toList();
    }

    boolean showsQuestions() {
        return actions.stream().anyMatch(Reaction.ShowQuestions.class::isInstance);
    }

    boolean stopsTheTurn() {
        return actions.stream().anyMatch(Reaction.StopTurn.class::isInstance);
    }

    /** The command lines of the buttons under the last replies. */
    public List<String> buttons() {
        return allButtons().map(Reply.Button::command).toList();
    }

    /** The file of the last reply. */
    public Reply.Document document() {
        return Objects.requireNonNull(replies.getLast().document());
    }

    public List<String> labels() {
        return allButtons().map(Reply.Button::label).toList();
    }

    private Stream<Reply.Button> allButtons() {
        return replies.stream().flatMap(reply -> reply.buttons().stream()).flatMap(List::stream);
    }

    List<String> held() {
        return state.onHold().map(Prompt::text).toList();
    }

    List<String> waiting() {
        return state.waiting().map(Prompt::text).toList();
    }

    /** Another chat, which works in a folder. */
    static ChatSummary otherIn(Path directory, Activity activity) {
        return ChatSummary.of(
                ChatState.of(ChatId.of(99), Session.fresh(directory, null, NOW).usedAt(NOW)), activity);
    }

    /** Another chat, at rest since {@code idle}. */
    static ChatSummary other(long chat, @Nullable String title, Duration idle) {
        return summary(ChatId.of(chat), title, idle, Activity.IDLE);
    }

    static ChatSummary summary(ChatId chat, @Nullable String title, Duration idle, Activity activity) {
        return summary(chat, new ChatName(title, null), idle, activity);
    }

    static ChatSummary summary(ChatId chat, ChatName name, Duration idle, Activity activity) {
        var session = new Session(
                new SessionId(UUID.nameUUIDFromBytes(chat.toString().getBytes(StandardCharsets.UTF_8))
                        .toString()),
                Session.FIRST_AGENT,
                true,
                Path.of("/Users/htlin/project"),
                null,
                null,
                NOW.minus(idle),
                0);
        return ChatSummary.of(
                ChatState.of(chat, session).with(ChatState::address, address -> address.told(name)), activity);
    }
}
