package switchboard.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import switchboard.claude.ClaudeProtocol;
import switchboard.claude.wire.Incoming;
import switchboard.model.ChatId;
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
    final TestProbe<ClaudeProtocol.Command> claude;
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
        claude = kit.createTestProbe(ClaudeProtocol.Command.class);
        view = kit.createTestProbe(ChatProtocol.Event.class);
        board = kit.createTestProbe(Board.Command.class);
        owner = kit.createTestProbe(TurnProtocol.Report.class);
        asking = kit.createTestProbe(TurnProtocol.Asking.class);
        chat = kit.spawn(Behaviors.receiveMessage(this::onReport));
        person = kit.createTestProbe(ChatProtocol.Settlement.class);
    }

    TurnProtocol.Setup setup(boolean adopted) {
        return new TurnProtocol.Setup(
                CHAT,
                id,
                "m1",
                null,
                adopted,
                LINGER,
                clock,
                throttle.ref(),
                claude.ref(),
                view.ref(),
                board.ref(),
                chat);
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

    static Incoming.Ask ask(String requestId, String tool, ObjectNode input) {
        return new Incoming.Ask(
                requestId, "t-" + requestId, tool, input, List.of(new Rule("Bash", "git *")), null, false);
    }

    static Incoming.Ask bash(String requestId, @Nullable String agent, boolean byMode) {
        return new Incoming.Ask(
                requestId, "t-" + requestId, "Bash", json().put("command", "git pull"), List.of(), agent, byMode);
    }

    /** The input of AskUserQuestion. */
    static ObjectNode choices(String... questions) {
        var input = json();
        var list = input.putArray("questions");
        for (var question : questions) {
            var asked = list.addObject().put("question", question);
            asked.putArray("options").addObject().put("label", "Red").put("description", "warm");
        }
        return input;
    }

    static ObjectNode json() {
        return JsonNodeFactory.instance.objectNode();
    }
}
