package switchboard.chat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.command.EditedCommand;
import switchboard.command.OfferCommand;
import switchboard.command.StopCommand;
import switchboard.command.UndoCommand;
import switchboard.model.ChatState;
import switchboard.model.Original;
import switchboard.model.Outcome;
import switchboard.model.PendingAnswer;
import switchboard.model.Prompt;
import switchboard.model.Reply;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/** What a chat's view is to show of a state, or of a change from one to the next: answers, and prompts that wait. Pure. */
final class Showing {

    private static final int WORDS = 60;

    private Showing() {}

    /**
     * What a new view must know of what an earlier one has left in the chat.
     *
     * @param isFirst whether this is the chat's first view in this incarnation: one that has restarted knows what is on hold
     */
    static List<Effect> left(ChatState state, boolean isFirst) {
        var waiting = state.waiting()
                .map(each -> new ChatProtocol.Waiting(
                        each.id(), each.message(), state.queue().aheadOf(each.id())));
        return Stream.of(
                        Stream.of(new Effect.Show(new ChatProtocol.Remembered(state.memo()))),
                        topic(state).stream(),
                        isFirst ? hold(state).stream() : Stream.<Effect>empty(),
                        onHold(state.onHold(), state).map(Effect.Show::new),
                        waiting.map(Effect.Show::new),
                        Stream.concat(state.prompts(), state.onHold())
                                .filter(prompt -> isRevised(prompt, state))
                                .map(prompt -> new Effect.Show(revised(prompt, false))),
                        isFirst ? offer(state).stream() : Stream.<Effect>empty())
                .<Effect>flatMap(effects -> effects)
                .toList();
    }

    private static boolean isRevised(Prompt prompt, ChatState state) {
        return !state.queue().hasBegun(prompt.id())
                && state.receipts()
                        .original(prompt.id())
                        .filter(Original::revised)
                        .isPresent();
    }

    /** The new words of a prompt. */
    static ChatProtocol.Revised revised(Prompt prompt, boolean mayReply) {
        return new ChatProtocol.Revised(prompt.id(), prompt.message(), prompt.brief(WORDS), mayReply);
    }

    /** Offers again to ask what a message says since it was edited while the turn in flight was running. */
    private static Optional<Effect> offer(ChatState state) {
        return Optional.ofNullable(state.current())
                .flatMap(turn -> state.receipts().original(turn.id()))
                .filter(original -> original.edited() != null && EditedCommand.isRunning(state, original))
                .map(original -> new Effect.Show(new ChatProtocol.Replied(
                        EditedCommand.offer(state, original, Objects.requireNonNull(original.edited()), false),
                        original.message())));
    }

    /** Commands whose work an earlier incarnation has not finished. */
    static List<Effect> forgotten(ChatState stored) {
        return stored.receipts().commands().stream()
                .filter(command -> stored.changes().puttingBack() == null
                        || !command.name().equals(UndoCommand.NAME)) // of that more is known
                .<Effect>map(command -> new Effect.Show(new ChatProtocol.Replied(
                        Reply.of(
                                Texts.of("command.forgotten", "/" + command.name()),
                                new Reply.Button(Texts.of("command.again"), command.line(), command.attached())),
                        command.message())))
                .toList();
    }

    /** The name of a topic. */
    static List<Effect> topic(ChatState state) {
        var topic = state.name().topic();
        return topic == null ? List.of() : List.of(new Effect.Show(new ChatProtocol.TopicNamed(topic)));
    }

    /** What is on hold, unless the end of what was stopped says so. */
    static List<Effect> hold(ChatState state) {
        var isTold = state.held().isEmpty() || state.answers().stream().anyMatch(Showing::tellsOfHold);
        return isTold ? List.of() : List.of(new Effect.Show(new ChatProtocol.Replied(StopCommand.onHold(state), null)));
    }

    static List<Effect> dropped(ChatState before, ChatState next) {
        return Stream.concat(before.waiting(), before.onHold())
                .map(Prompt::id)
                .filter(turn -> !next.holds(turn))
                .<Effect>map(turn -> new Effect.Show(new ChatProtocol.Dropped(turn)))
                .toList();
    }

    static List<Effect> moved(ChatState before, ChatState next) {
        return next.prompts()
                .filter(prompt -> next.hasMoved(prompt.id(), before))
                .<Effect>map(prompt -> new Effect.Show(new ChatProtocol.Waiting(
                        prompt.id(), prompt.message(), next.queue().aheadOf(prompt.id()))))
                .toList();
    }

    /** Notices of prompts that are on hold since then. */
    static List<Effect> held(ChatState before, ChatState next) {
        return onHold(next.onHold().filter(prompt -> !before.queue().isOnHold(prompt.id())), next)
                .<Effect>map(Effect.Show::new)
                .toList();
    }

    private static Stream<ChatProtocol.Event> onHold(Stream<Prompt> held, ChatState state) {
        return held.map(prompt ->
                new ChatProtocol.Held(prompt.id(), prompt.message(), StopCommand.buttons(state, prompt.id())));
    }

    /** Answers that are new since {@code before}; all if there was nothing before. */
    static List<Effect> answers(@Nullable ChatState before, ChatState next) {
        var told = Optional.ofNullable(before)
                .map(state -> state.answers().stream().map(PendingAnswer::id).collect(Collectors.toSet()))
                .orElse(Set.<TurnId>of());
        return next.answers().stream()
                .filter(answer -> !told.contains(answer.id()))
                .<Effect>map(answer -> new Effect.Show(new ChatProtocol.Ended(
                        answer,
                        tellsOfHold(answer) && !next.held().isEmpty() ? StopCommand.onHold(next) : null,
                        changed(answer))))
                .toList();
    }

    private static List<List<Reply.Button>> changed(PendingAnswer answer) {
        return answer.outcome().changes() == null ? List.of() : List.of(UndoCommand.buttons(answer.id()));
    }

    /** A restart has interrupted what was put back. */
    static List<Effect> interrupted(ChatState stored) {
        var turn = stored.changes().puttingBack();
        return turn == null
                ? List.of()
                : List.of(new Effect.Show(new ChatProtocol.Replied(UndoCommand.interrupted(turn), null)));
    }

    /** Files that are on their way since {@code before}; all if there was nothing before. */
    static List<Effect> files(@Nullable ChatState before, ChatState next) {
        return next.undelivered().outgoing().stream()
                .filter(file ->
                        before == null || before.undelivered().file(file.key()).isEmpty())
                .<Effect>map(file -> new Effect.Show(new ChatProtocol.Sending(file)))
                .toList();
    }

    /** Offers to other chats that are new since {@code before}; all if there was nothing before. */
    static List<Effect> offers(@Nullable ChatState before, ChatState next) {
        return next.offers().made().stream()
                .filter(offer -> before == null || !before.offers().made().contains(offer))
                .<Effect>map(Effect.OfferTo::new)
                .toList();
    }

    /** Offers of other chats that people may not have seen, new since {@code before}; all if there was nothing before. */
    static List<Effect> offered(@Nullable ChatState before, ChatState next) {
        return next.offers().unseen().stream()
                .filter(key -> before == null || !before.offers().unseen().contains(key))
                .flatMap(key -> next.offers().open(key).stream())
                .<Effect>map(offer -> new Effect.Show(new ChatProtocol.Offered(offer.key(), OfferCommand.shown(offer))))
                .toList();
    }

    /** A session that is to be got since {@code before}; null for a chat that begins again. */
    static List<Effect> coming(@Nullable ChatState before, ChatState next) {
        var coming = next.sessions().coming();
        return coming == null
                        || (before != null && coming.equals(before.sessions().coming()))
                ? List.of()
                : List.of(new Effect.Import(coming));
    }

    /** What was stopped says at its end what is on hold. */
    private static boolean tellsOfHold(PendingAnswer answer) {
        return answer.outcome().kind() == Outcome.Kind.CANCELLED;
    }
}
