package switchboard.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import switchboard.Engine;
import switchboard.agent.AgentProtocol;
import switchboard.chat.ChatProtocol;
import switchboard.chat.ChatProtocol.Event;
import switchboard.model.Caller;
import switchboard.model.ChatId;
import switchboard.model.Outcome;
import switchboard.model.Prompt;
import switchboard.model.TurnId;

/** An engine under load, without a front: this supplies the views of its chats. */
public final class EngineSubject implements Subject {

    private static final Caller TESTER = Caller.owner("load-test", "Load test");
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Map<TurnId, Mark> marks = new ConcurrentHashMap<>();
    private @Nullable Listener listener;
    private @Nullable ActorSystem<?> system;
    private @Nullable ActorRef<Engine.Command> engine;

    /** The view of a chat, for the engine's ports. */
    public Behavior<Event> view(ChatId chat, ActorRef<ChatProtocol.Command> to) {
        return Behaviors.setup(ctx -> {
            var view = new View(chat, to);
            return Behaviors.receiveMessage(view::onEvent);
        });
    }

    /** The engine whose views this supplies. */
    public EngineSubject at(ActorSystem<?> host, ActorRef<Engine.Command> running) {
        system = host;
        engine = running;
        return this;
    }

    @Override
    public void listen(Listener to) {
        listener = to;
    }

    @Override
    public void say(int chat, Mark mark, String text) {
        var prompt = new Prompt(TurnId.random(), text, true, null, Instant.now());
        marks.put(prompt.id(), mark);
        submit(chat, mark, prompt);
    }

    /** Repeated until the engine has it, as every host does. */
    private void submit(int chat, Mark mark, Prompt prompt) {
        var to = Objects.requireNonNull(engine);
        var host = Objects.requireNonNull(system);
        AskPattern.<Engine.Command, ChatProtocol.Receipt>ask(
                        to,
                        replyTo -> new Engine.Deliver(
                                ChatId.of(chat),
                                new ChatProtocol.Submit(TESTER, prompt, List.of(), null, false, replyTo)),
                        AGAIN_AFTER,
                        host.scheduler())
                .whenComplete((receipt, late) -> {
                    if (late != null) {
                        host.scheduler().scheduleOnce(PAUSE, () -> submit(chat, mark, prompt), host.executionContext());
                    } else if (receipt instanceof ChatProtocol.Refused refused) {
                        listener().refused(mark, refused.reason());
                    } else {
                        listener().accepted(mark);
                    }
                });
    }

    private Listener listener() {
        return Objects.requireNonNull(listener);
    }

    /** Shows a chat's answers to the listener, and confirms them. */
    private final class View {

        private final ChatId id;
        private final ActorRef<ChatProtocol.Command> chat;
        private final StringBuilder said = new StringBuilder();

        View(ChatId id, ActorRef<ChatProtocol.Command> chat) {
            this.id = id;
            this.chat = chat;
        }

        Behavior<Event> onEvent(Event event) {
            switch (event) {
                case ChatProtocol.Started started -> said.setLength(0);
                case ChatProtocol.Progressed progressed -> {
                    if (progressed.progress() instanceof AgentProtocol.Spoke spoke) {
                        said.append(spoke.text());
                        show(progressed.turn(), said.toString(), false);
                    }
                }
                case ChatProtocol.Ended ended -> {
                    var answer = ended.answer();
                    var mark = marks.remove(answer.id());
                    if (answer.outcome().kind() == Outcome.Kind.ANSWERED) {
                        show(answer.id(), answer.outcome().text(), true);
                    } else if (mark != null) {
                        listener().refused(mark, answer.outcome().reason());
                    }
                    chat.tell(new ChatProtocol.Delivered(answer.id()));
                }
                case ChatProtocol.Closing closing -> chat.tell(new ChatProtocol.Closed());
                default -> {}
            }
            return Behaviors.same();
        }

        private void show(TurnId turn, String text, boolean isFinal) {
            listener().shown((int) id.chat(), turn.value(), text, isFinal);
        }
    }
}
