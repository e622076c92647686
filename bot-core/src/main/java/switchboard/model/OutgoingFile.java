package switchboard.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file for the people of a chat. It is kept until the front has confirmed it, so that it arrives also after a crash; one that a
 * turn's tool call has sent is kept until the turn ends, so that the turn, which may run again, does not send it twice.
 *
 * @param key names it in its chat; the same file of the same turn has the same key
 * @param copy the file as it was when it was accepted
 * @param name the name that people see
 * @param caption Markdown; null for none
 * @param size in bytes
 * @param message the front's reference to the message that it replies to; null for none
 * @param call who asked for it; null for a person's command
 * @param begun whether the front may have sent it already
 * @param receipt the front's reference to the message with the file; null until it is sent
 */
public record OutgoingFile(
        String key,
        Path copy,
        String name,
        @Nullable String caption,
        long size,
        @Nullable String message,
        @Nullable Call call,
        boolean begun,
        @Nullable String receipt) {

    /**
     * A turn's tool calls that have asked for it.
     *
     * @param requests the agent's ids of the calls that wait for it
     * @param late whether the agent was told not to wait, because it takes long
     */
    public record Call(TurnId turn, List<String> requests, boolean late) {

        public Call {
            requests = requests == null ? List.of() : List.copyOf(requests);
        }

        /** A call that waits. */
        public Call(TurnId turn, String request) {
            this(turn, List.of(request), false);
        }

        /** A call that does not wait. */
        public static Call late(TurnId turn) {
            return new Call(turn, List.of(), true);
        }

        Call without(String request) {
            return new Call(
                    turn,
                    requests.stream().filter(each -> !each.equals(request)).toList(),
                    late);
        }

        Call with(Call other) {
            return new Call(
                    other.turn,
                    Stream.concat(requests.stream(), other.requests.stream())
                            .distinct()
                            .toList(),
                    late || other.late);
        }
    }

    /** One that a person's command asks for. */
    public static OutgoingFile asked(String key, Path copy, String name, long size, @Nullable String message) {
        return new OutgoingFile(key, copy, name, null, size, message, null, false, null);
    }

    /** The same with words under it, as Markdown. */
    public OutgoingFile captioned(String words) {
        return new OutgoingFile(key, copy, name, words, size, message, call, begun, receipt);
    }

    /** Whether the front has still to confirm it. */
    @JsonIgnore
    public boolean isPending() {
        return receipt == null;
    }

    /** Whether the agent was told not to wait for it. */
    @JsonIgnore
    public boolean isLate() {
        return isPending() && call != null && call.late();
    }

    boolean isOf(TurnId turn) {
        return call != null && call.turn().equals(turn);
    }

    /** From now on the front may have sent it. */
    public OutgoingFile begin() {
        return new OutgoingFile(key, copy, name, caption, size, message, call, true, receipt);
    }

    /** @param reference the front's reference to the message with the file */
    public OutgoingFile sentAs(String reference) {
        return new OutgoingFile(key, copy, name, caption, size, message, call, begun, reference);
    }

    /** Another tool call of the turn waits for the same file. */
    OutgoingFile joinedBy(Call other) {
        return calledBy(call == null ? other : call.with(other));
    }

    /** The agent no longer waits for it. */
    public OutgoingFile late() {
        return call == null ? this : calledBy(Call.late(call.turn()));
    }

    /** One of the calls no longer waits for it. */
    public OutgoingFile withdrawn(String request) {
        return call == null ? this : calledBy(call.without(request));
    }

    /** The calls that waited for it are gone with their process. */
    OutgoingFile unheard() {
        return call == null ? this : calledBy(new Call(call.turn(), List.of(), call.late()));
    }

    private OutgoingFile calledBy(Call other) {
        return new OutgoingFile(key, copy, name, caption, size, message, other, begun, receipt);
    }

    /** In a chat where the message that it replies to is not. */
    OutgoingFile withoutMessage() {
        return new OutgoingFile(key, copy, name, caption, size, null, call, begun, receipt);
    }
}
