package switchboard;

import java.time.Clock;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import switchboard.agent.Agent;
import switchboard.audit.Audit;
import switchboard.chat.ChatProtocol;
import switchboard.claude.ClaudeAgent;
import switchboard.files.Attachments;
import switchboard.model.ChatId;
import switchboard.voice.Transcriber;

/**
 * The parts that a host supplies.
 *
 * @param views makes the view of a chat, which shows the chat's events and confirms them to the chat
 * @param agent makes the agent that people talk to, from the engine's settings
 * @param attachments fetches the files that people send
 * @param transcriber makes who turns recordings into text, from the engine's settings; empty if nobody does
 * @param freeMemory how many bytes of memory are free for new processes
 * @param audit keeps the record of who did what
 */
public record EnginePorts(
        BiFunction<ChatId, ActorRef<ChatProtocol.Command>, Behavior<ChatProtocol.Event>> views,
        Function<EngineSettings, Agent> agent,
        Attachments attachments,
        Function<EngineSettings, Optional<Transcriber>> transcriber,
        LongSupplier freeMemory,
        Audit audit,
        Clock clock) {

    /**
     * Claude Code's CLI, trust that is kept in memory only, no files, no record of who did what, the program of {@link EngineSettings#transcription} for
     * recordings, and the machine's memory and clock.
     */
    public static EnginePorts of(
            BiFunction<ChatId, ActorRef<ChatProtocol.Command>, Behavior<ChatProtocol.Event>> views) {
        return new EnginePorts(
                views,
                settings -> ClaudeAgent.of(settings.claude()),
                Attachments.none(),
                EngineSettings::transcriber,
                FreeMemory::bytes,
                Audit.NONE,
                Clock.systemUTC());
    }

    /** The same with another agent, for example a {@link ClaudeAgent} that keeps trust on the disk. */
    public EnginePorts withAgent(Agent other) {
        return new EnginePorts(views, settings -> other, attachments, transcriber, freeMemory, audit, clock);
    }

    /** The same with files, which {@link EngineSettings#files} says where to keep. */
    public EnginePorts withAttachments(Attachments other) {
        return new EnginePorts(views, agent, other, transcriber, freeMemory, audit, clock);
    }

    /** The same with somebody who turns recordings into text, unless a program of {@link EngineSettings#transcription} does. */
    public EnginePorts withTranscriber(Transcriber other) {
        return new EnginePorts(
                views,
                agent,
                attachments,
                settings -> settings.transcriber().or(() -> Optional.of(other)),
                freeMemory,
                audit,
                clock);
    }

    /** The same with a record of who did what. */
    public EnginePorts withAudit(Audit other) {
        return new EnginePorts(views, agent, attachments, transcriber, freeMemory, other, clock);
    }
}
