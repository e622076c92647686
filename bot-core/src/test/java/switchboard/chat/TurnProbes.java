package switchboard.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.board.Board;
import switchboard.model.ChatId;
import switchboard.model.Disclosure;
import switchboard.model.Question;
import switchboard.model.Rule;
import switchboard.model.TurnId;
import switchboard.throttle.Throttle;

/** All that surrounds a turn, as probes. */
final class TurnProbes {

    static final ChatId CHAT = ChatId.of(7);
    static final Duration LINGER = Duration.ofMinutes(30);

    final TurnId id = TurnId.random();
    final TestClock clock = new TestClock();
    final TestProbe<Throttle.Command> throttle;
    final TestProbe<AgentProtocol.Command> agent;
    final TestProbe<ChatProtocol.Event> view;
    final TestProbe<Board.Command> board;
    /** What the turn reports, but for what is asked, which is stored at once. */
    final TestProbe<TurnProtocol.Report> owner;

    /** What is asked, where there is no turn to be told that it is stored. */
    final TestProbe<TurnProtocol.Asking> asking;

    final ActorRef<TurnProtocol.Report> chat;
    volatile @Nullable ActorRef<TurnProtocol.Command> turn;
    final TestProbe<ChatProtocol.Settlement> person;

    TurnProbes(ActorTestKit kit) {
        throttle = kit.createTestProbe(Throttle.Command.class);
        agent = kit.createTestProbe(AgentProtocol.Command.class);
        view = kit.createTestProbe(ChatProtocol.Event.class);
        board = kit.createTestProbe(Board.Command.class);
        owner = kit.createTestProbe(TurnProtocol.Report.class);
        asking = kit.createTestProbe(TurnProtocol.Asking.class);
        chat = kit.spawn(Behaviors.receiveMessage(this::onReport));
        person = kit.createTestProbe(ChatProtocol.Settlement.class);
    }

    TurnProtocol.Setup setup(boolean adopted) {
        return new TurnProtocol.Setup(
                CHAT, id, "m1", adopted, LINGER, clock, throttle.ref(), agent.ref(), view.ref(), board.ref(), chat);
    }

    private Behavior<TurnProtocol.Report> onReport(TurnProtocol.Report report) {
        var told = turn;
        if (!(report instanceof TurnProtocol.Asking asked)) {
            owner.ref().tell(report);
        } else if (told == null) {
            asking.ref().tell(asked);
        } else {
            told.tell(new TurnProtocol.Noted(asked));
        }
        return Behaviors.same();
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
