package switchboard.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.board.Board;
import switchboard.command.Reaction;
import switchboard.files.Downloads;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.Disclosure;
import switchboard.model.OfferedFile;
import switchboard.model.People;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Rule;
import switchboard.model.Session;
import switchboard.model.TurnId;
import switchboard.throttle.Throttle;
import switchboard.voice.Transcriptions;

/** Probes for everything around a turn. */
final class TurnProbes {

    static final ChatId CHAT = ChatId.of(7);
    static final Duration LINGER = Duration.ofMinutes(30);
    static final Duration TRANSCRIPT_WAIT = Duration.ofSeconds(4);

    /** The content of prompts that bring no file. */
    static final List<Content> WORDS = List.of(new Content.Text("hi"));

    final TurnId id = TurnId.random();
    final TestClock clock = new TestClock();
    final TestProbe<Downloads.Command> downloads;
    final TestProbe<Transcriptions.Command> transcriptions;
    final TestProbe<Throttle.Command> throttle;
    final TestProbe<AgentProtocol.Command> agent;
    final TestProbe<ChatProtocol.Event> view;
    final TestProbe<Board.Command> board;

    /** What the turn reports, but for what its chat does itself about what it asks. */
    final TestProbe<TurnProtocol.Report> owner;

    /** Knows the chat's rules for questions, and stores at once. */
    final ActorRef<Object> chat;

    final TestProbe<ChatProtocol.Settlement> person;

    Optional<Duration> transcriptWait = Optional.of(TRANSCRIPT_WAIT);
    private volatile @Nullable ActorRef<TurnProtocol.Command> turn;
    private Situation here;

    TurnProbes(ActorTestKit kit) {
        downloads = kit.createTestProbe(Downloads.Command.class);
        transcriptions = kit.createTestProbe(Transcriptions.Command.class);
        throttle = kit.createTestProbe(Throttle.Command.class);
        agent = kit.createTestProbe(AgentProtocol.Command.class);
        view = kit.createTestProbe(ChatProtocol.Event.class);
        board = kit.createTestProbe(Board.Command.class);
        owner = kit.createTestProbe(TurnProtocol.Report.class);
        chat = kit.spawn(Behaviors.receiveMessage(this::onMessage));
        person = kit.createTestProbe(ChatProtocol.Settlement.class);
        here = situation(id, WORDS, false);
    }

    /** A chat in which this turn is at work. */
    static Situation situation(TurnId id, List<Content> content, boolean adopted) {
        var fresh = ChatState.of(CHAT, Session.fresh(Path.of("/"), null, Instant.EPOCH));
        var state = adopted ? fresh : fresh.accept(new Prompt(id, content, true, "m1", Instant.EPOCH));
        var work = Work.NONE.follow(state.current(), true).next();
        return new Situation(state, adopted ? work.adopt(id) : work, Questions.NONE, new Departure.Staying());
    }

    ActorRef<TurnProtocol.Command> spawn(ActorTestKit kit, boolean adopted) {
        return spawn(kit, WORDS, adopted);
    }

    ActorRef<TurnProtocol.Command> spawn(ActorTestKit kit, List<Content> content, boolean adopted) {
        here = situation(id, content, adopted);
        var spawned = kit.spawn(Turn.create(setup(content, adopted)));
        turn = spawned;
        return spawned;
    }

    private TurnProtocol.Setup setup(List<Content> content, boolean adopted) {
        return new TurnProtocol.Setup(
                CHAT,
                id,
                "m1",
                content,
                adopted,
                null,
                false,
                transcriptWait,
                LINGER,
                clock,
                downloads.ref(),
                transcriptions.ref(),
                throttle.ref(),
                agent.ref(),
                view.ref(),
                board.ref(),
                chat.narrow());
    }

    /** A person answers what the turn has asked. */
    void answer(String key, Decision decision) {
        answer(key, decision, null);
    }

    /** @param prompt the prompt that the answer was until now */
    void answer(String key, Decision decision, @Nullable TurnId prompt) {
        chat.tell(new QuestionRules.Given(key, decision, People.ADA, List.of(), prompt, person.ref()));
    }

    /** What the chat has decided so far. */
    ChatState state() {
        return here.state();
    }

    /** A person stops the turn. */
    void stop() {
        chat.tell(new TurnProtocol.Stop());
    }

    /** A person wants to see once more what is open. */
    void askAgain() {
        chat.tell(new Reaction.ShowQuestions());
    }

    private Behavior<Object> onMessage(Object message) {
        var rules = new QuestionRules(here, Instant.EPOCH);
        switch (message) {
            case QuestionRules.Given given -> take(rules.onAnswer(given));
            case TurnProtocol.Stop stop -> {
                Objects.requireNonNull(turn).tell(stop);
                rules.settleAll(id).forEach(this::perform);
                here = here.with(here.questions().stop(id));
            }
            case Reaction.ShowQuestions again -> rules.showAll().forEach(this::perform);
            case TurnProtocol.Asked asked -> take(rules.onAsked(asked));
            case TurnProtocol.Withdrawn withdrawn -> {
                if (here.questions().of(id, withdrawn.request()).isEmpty()) {
                    owner.ref().tell(withdrawn); // of a file
                }
                take(rules.onWithdrawn(withdrawn));
            }
            case TurnProtocol.AsksToResume asks -> take(rules.onResuming(asks.question()));
            case TurnProtocol.Prepared prepared -> take(rules.onPrepared(prepared));
            case TurnProtocol.Heard heard -> take(rules.onHeard(heard));
            case TurnProtocol.Transcribed heard -> take(rules.onTranscribed(heard));
            case TurnProtocol.WaitIsOver over -> take(rules.onWaitIsOver(over));
            case ChatProtocol.QuestionShown seen -> take(rules.onShown(seen.key()));
            case TurnProtocol.Shown shown -> rules.showAll(id).forEach(this::perform);
            case TurnProtocol.Left left -> owner.ref().tell(left);
            case TurnProtocol.Offered offered -> owner.ref().tell(offered);
            case TurnProtocol.Report report -> {
                if (!(report instanceof TurnProtocol.Ready)) {
                    settleAll(rules);
                }
                owner.ref().tell(report);
            }
            default -> throw new IllegalArgumentException(message.toString());
        }
        return Behaviors.same();
    }

    private void settleAll(QuestionRules rules) {
        rules.settleAll(id).forEach(this::perform);
        here = here.with(here.questions().without(id));
    }

    private void take(Situation.Step step) {
        here = step.next();
        step.effects().forEach(this::perform);
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Show show -> view.ref().tell(show.event());
            case Effect.Answer<?> answer -> answer.send();
            case Effect.TellTurn tell -> Objects.requireNonNull(turn).tell(tell.command());
            default -> {} // not about questions
        }
    }

    /** A request of the main conversation. */
    static AgentProtocol.Asked ask(String request, AgentProtocol.Request what) {
        return new AgentProtocol.Asked(request, "t-" + request, null, what);
    }

    static AgentProtocol.Permission permission(ObjectNode input, Rule... rules) {
        return new AgentProtocol.Permission("Bash", input, List.of(rules), Disclosure.NONE);
    }

    static AgentProtocol.Asked bash(String request, @Nullable String subagent) {
        return new AgentProtocol.Asked(
                request, "t-" + request, subagent, permission(json().put("command", "git pull")));
    }

    static AgentProtocol.Choices choices(String... questions) {
        return new AgentProtocol.Choices(Stream.of(questions)
                .map(question -> new AgentProtocol.Choice(question, List.of(new Question.Option("Red", "warm")), false))
                .toList());
    }

    /** A file that the main conversation sends. */
    static AgentProtocol.FileOffered offered(String request) {
        return new AgentProtocol.FileOffered(
                request,
                "t-" + request,
                new OfferedFile("key", Path.of("/files/.out/7/key"), "cat.png", null, 5, "digest"));
    }

    static AgentProtocol.ToolBegan tool(String id, String line) {
        return new AgentProtocol.ToolBegan(id, line, false, true, null);
    }

    static AgentProtocol.ToolBegan subagent(String id) {
        return new AgentProtocol.ToolBegan(id, "🤖 Agent", true, true, null);
    }

    static AgentProtocol.Broke crashed(String detail) {
        return new AgentProtocol.Broke(AgentProtocol.Cause.CRASHED, detail, "It ended unexpectedly.");
    }

    static AgentProtocol.Finished finished(AgentProtocol.Ending ending) {
        return new AgentProtocol.Finished(ending, "", "", AgentProtocol.Spent.NOTHING);
    }

    static ObjectNode json() {
        return JsonNodeFactory.instance.objectNode();
    }
}
