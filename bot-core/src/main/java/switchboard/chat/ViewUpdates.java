package switchboard.chat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import switchboard.command.StopCommand;
import switchboard.model.ChatState;
import switchboard.model.Delivery;
import switchboard.model.Outcome;
import switchboard.model.Prompt;
import switchboard.model.TurnId;

/** Tells a chat's view what its state has to show: answers, and prompts that wait. Used by one actor. */
final class ViewUpdates {

    private final ActorRef<ChatProtocol.Event> view;

    /** Answers that the view was told to show. */
    private final Set<TurnId> told = new HashSet<>();

    /** Answers that a view has confirmed; a failed store may have dropped the word of it. */
    private final Set<TurnId> shown = new HashSet<>();

    /** Whether the person was told what an earlier incarnation of the chat has left on hold. */
    private boolean begun;

    ViewUpdates(ActorRef<ChatProtocol.Event> view) {
        this.view = view;
    }

    void onDelivered(TurnId turn) {
        shown.add(turn);
    }

    /** The state without the answers that a view has confirmed. */
    ChatState withoutShown(ChatState state) {
        var next = state;
        for (var turn : shown) {
            next = next.delivered(turn);
        }
        return next;
    }

    /** Another view has come, which knows nothing. */
    void startOver(ChatState state) {
        told.clear();
        showLeft(state);
    }

    /** What an earlier view has left in the chat; one that was there all the while knows it. */
    void showLeft(ChatState state) {
        tellTopic(state);
        if (!state.open().isEmpty()) {
            view.tell(new ChatProtocol.Left(state.open()));
        }
        if (!begun) {
            showHold(state);
        }
        begun = true;
        tellHeld(state.onHold(), state);
        state.waiting()
                .map(each -> new ChatProtocol.Waiting(
                        each.id(),
                        each.message(),
                        state.aheadOf(each.id()),
                        state.notices().get(each.id())))
                .filter(waiting -> waiting.ahead() > 0 || waiting.live() != null)
                .forEach(view::tell);
    }

    /** What came on hold from another id has its buttons there. */
    void showInherited(ChatState before, ChatState next) {
        if (next.held().size() > before.held().size()) {
            showHold(next);
        }
    }

    private void showHold(ChatState state) {
        if (!state.held().isEmpty() && state.deliveries().stream().noneMatch(ViewUpdates::tellsOfHold)) {
            view.tell(new ChatProtocol.Replied(StopCommand.onHold(state), null));
        }
    }

    void showName(ChatState before, ChatState next) {
        if (!next.name().equals(before.name())) {
            tellTopic(next);
        }
    }

    private void tellTopic(ChatState state) {
        var topic = state.name().topic();
        if (topic != null) {
            view.tell(new ChatProtocol.TopicNamed(topic));
        }
    }

    void showDropped(ChatState before, ChatState next) {
        Stream.concat(before.waiting(), before.onHold())
                .map(Prompt::id)
                .filter(turn -> !next.holds(turn))
                .forEach(turn -> view.tell(new ChatProtocol.Dropped(turn)));
    }

    /** Notices of prompts that are on hold since then. */
    void showHeld(ChatState before, ChatState next) {
        tellHeld(next.onHold().filter(prompt -> !before.isOnHold(prompt.id())), next);
    }

    private void tellHeld(Stream<Prompt> held, ChatState state) {
        held.forEach(prompt -> view.tell(new ChatProtocol.Held(
                prompt.id(),
                prompt.message(),
                state.notices().get(prompt.id()),
                StopCommand.buttons(state, prompt.id()))));
    }

    /** What was stopped says at its end what is on hold. */
    private static boolean tellsOfHold(Delivery delivery) {
        return delivery.outcome().kind() == Outcome.Kind.CANCELLED;
    }

    void showMoved(ChatState before, ChatState next) {
        next.prompts()
                .filter(prompt -> next.hasMoved(prompt.id(), before))
                .forEach(prompt ->
                        view.tell(new ChatProtocol.Waiting(prompt.id(), prompt.message(), next.aheadOf(prompt.id()))));
    }

    /** Tells each answer once, until it is no longer kept. */
    void showAnswers(ChatState state) {
        var kept = state.deliveries().stream().map(Delivery::id).collect(Collectors.toSet());
        told.retainAll(kept);
        shown.retainAll(kept);
        for (var delivery : state.deliveries()) {
            if (told.add(delivery.id())) {
                var isTold = tellsOfHold(delivery) && !state.held().isEmpty();
                view.tell(new ChatProtocol.Ended(delivery, isTold ? StopCommand.onHold(state) : null));
            }
        }
    }
}
