package switchboard.chat;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import switchboard.agent.Agent;
import switchboard.audit.Audit;
import switchboard.board.Board;
import switchboard.command.EngineFacts;
import switchboard.files.Downloads;
import switchboard.files.FileLimits;
import switchboard.files.OutgoingFiles;
import switchboard.model.ChatId;
import switchboard.throttle.Throttle;
import switchboard.throttle.WarmPool;
import switchboard.voice.Transcriptions;

/**
 * What every chat is given by the engine.
 *
 * @param sessions of the agent, one a chat
 * @param idle how long a session keeps its process with nothing to do
 * @param views makes the front's view of a chat
 * @param transcriptWait how long a transcript is shown before it is sent by itself; zero: at once, empty: never
 * @param linger after how long a person is asked whether a turn shall go on; zero for never
 * @param plugin the durable-state plugin's id; empty for the system's default
 */
public record ChatSetup(
        Agent.Sessions sessions,
        Duration idle,
        BiFunction<ChatId, ActorRef<ChatProtocol.Command>, Behavior<ChatProtocol.Event>> views,
        EngineFacts facts,
        Backlog backlog,
        Optional<Duration> transcriptWait,
        Duration linger,
        Clock clock,
        String plugin,
        FileLimits limits,
        ActorRef<Downloads.Command> downloads,
        OutgoingFiles outgoing,
        ActorRef<Transcriptions.Command> transcriptions,
        ActorRef<Throttle.Command> throttle,
        ActorRef<WarmPool.Command> pool,
        ActorRef<Board.Command> board,
        Audit audit,
        Host host) {

    /** How long a chat with nothing to do stays in memory, beyond the life of its idle process. */
    Duration passivateAfter() {
        return idle.plusMinutes(1);
    }

    /** The view of a chat; whenever it has failed it begins anew and the chat is told so. */
    Behavior<ChatProtocol.Event> view(
            ChatId chat, ActorRef<ChatProtocol.Command> self, ChatProtocol.Command restarted) {
        var hasBegun = new AtomicBoolean();
        return Behaviors.supervise(Behaviors.<ChatProtocol.Event>setup(ctx -> {
                    if (hasBegun.getAndSet(true)) {
                        self.tell(restarted);
                    }
                    return views.apply(chat, self);
                }))
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2)
                        .withResetBackoffAfter(Duration.ofMinutes(1)));
    }
}
