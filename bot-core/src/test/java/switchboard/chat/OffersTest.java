package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.chat.ChatWorld.CHAT;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.Patience;
import switchboard.board.Board;
import switchboard.chat.ChatProtocol.Replied;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.People;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.SessionOffer;

/** Chats that offer copies of sessions to each other. */
class OffersTest extends ChatFixture {

    private static final ChatId FAMILY = ChatId.of(-5);
    private final TestProbe<Board.View> seen = kit().createTestProbe();
    private final Session here = session("here", "hi");
    private final Session there = session("there", "hello");

    private static Session session(String id, String opening) {
        return new Session(new SessionId(id), Session.FIRST_AGENT, true, directory, null, opening, Instant.EPOCH, 0);
    }

    @BeforeEach
    void bothChatsAreKnown() {
        world.store.put(ChatState.of(FAMILY, there));
        world.deliver(FAMILY, new ChatProtocol.Wake());
        Awaitility.await().until(() -> {
            world.board.tell(new Board.Look(seen.ref()));
            return seen.receiveMessage().summaries().stream()
                    .anyMatch(each -> each.chat().equals(FAMILY));
        });
    }

    @Test
    void anOfferReachesTheOtherChatAndIsTakenThere() {
        world.store.put(ChatState.of(CHAT, here));
        world.invoke("share", FAMILY.toString());

        assertThat(world.next(Replied.class).reply().text())
                .isEqualTo("Offered to “Chat \\-5”. Its people decide if they want the copy.");
        var shown = offerShown();
        assertThat(shown.reply().text())
                .isEqualTo("**Ada** in “Chat 7” offers this chat a copy of a session: “hi”, in `" + directory + "`.");
        await(CHAT, state -> state.offers().made().isEmpty());
        press(shown, 0);
        assertThat(shown().reply().text()).startsWith("Now in “hi”, a copy");
        await(FAMILY, state -> state.session().origin() != null);
        var taken = state(FAMILY);
        assertThat(Objects.requireNonNull(taken.session().origin()).of()).isEqualTo(here.id());
        assertThat(taken.past()).extracting(Session::id).containsExactly(there.id());
        assertThat(taken.offers().received()).isEmpty();
        assertThat(state(CHAT).session()).as("the other goes on").isEqualTo(here);
        press(shown, 0);
        assertThat(shown().reply().text()).isEqualTo("This offer is no longer open.");
        assertThat(state(FAMILY).session()).isEqualTo(taken.session());
    }

    @Test
    void anOfferThatIsDeclinedChangesNothingAndIsNotMadeAgain() {
        offered();
        press(offerShown(), 1);
        assertThat(shown().reply().text()).isEqualTo("OK, the offer is declined.");
        offered();

        assertThat(state(FAMILY).session()).isEqualTo(there);
        assertThat(state(FAMILY).offers().received()).isEmpty();
    }

    @Test
    void anOfferThatComesTwiceIsOne() {
        offered();
        offered();

        assertThat(state(FAMILY).offers().received()).hasSize(1);
    }

    @Test
    void anOfferThatTheHostDiedWithIsMadeAfterTheRestart() {
        world.store.put(ChatState.of(CHAT, here).with(ChatState::offers, offers -> offers.make(offer())));
        world.deliver(new ChatProtocol.Wake());

        assertThat(offerShown().reply().text()).contains("offers this chat a copy");
        await(CHAT, ChatState::atRest);
        world.kill();
        world.restart();
        world.deliver(FAMILY, new ChatProtocol.Wake());
        assertThat(state(FAMILY).offers().received()).hasSize(1);
    }

    @Test
    void anOfferThatTheHostDiedWithBeforePeopleSawItIsShownAfterTheRestart() {
        offered();
        offerShown();
        world.kill();
        world.restart();
        world.deliver(FAMILY, new ChatProtocol.Wake());

        assertThat(offerShown().key()).isEqualTo("k1");
        world.deliver(FAMILY, new ChatProtocol.OfferShown("k1"));
        await(FAMILY, ChatState::isFinished);
        world.kill();
        world.restart();
        world.deliver(FAMILY, new ChatProtocol.Notify("mark"));
        assertThat(world.probe(FAMILY)
                        .fishForMessage(
                                Patience.ENOUGH,
                                event -> event instanceof ChatProtocol.Noticed
                                        ? FishingOutcomes.complete()
                                        : FishingOutcomes.continueAndCollect()))
                .noneMatch(ChatProtocol.Offered.class::isInstance);
        assertThat(state(FAMILY).offers().received()).hasSize(1);
    }

    private Replied shown() {
        return next(Replied.class);
    }

    private ChatProtocol.Offered offerShown() {
        return next(ChatProtocol.Offered.class);
    }

    private <E extends ChatProtocol.Event> E next(Class<E> kind) {
        return kind.cast(world.probe(FAMILY)
                .fishForMessage(
                        Patience.ENOUGH,
                        event -> kind.isInstance(event)
                                ? FishingOutcomes.complete()
                                : FishingOutcomes.continueAndIgnore())
                .getLast());
    }

    private ChatState state(ChatId chat) {
        return world.store.state(chat).orElseThrow();
    }

    private void await(ChatId chat, Predicate<ChatState> condition) {
        Awaitility.await().until(() -> condition.test(state(chat)));
    }

    private void offered() {
        world.deliver(FAMILY, new ChatProtocol.Offer(offer(), world.receipts.ref()));
        world.receipts.expectMessage(new ChatProtocol.Accepted());
    }

    private SessionOffer offer() {
        return new SessionOffer("k1", CHAT, FAMILY, "Ada", "Home", "hi", here.forkNow(Instant.EPOCH), Instant.EPOCH);
    }

    private void press(ChatProtocol.Offered shown, int button) {
        var words = shown.reply()
                .buttons()
                .getFirst()
                .get(button)
                .command()
                .substring(1)
                .split(" ", 2);
        world.deliver(
                FAMILY,
                new ChatProtocol.Invoke(People.BOB, words[0], words[1], null, List.of(), null, world.receipts.ref()));
        world.receipts.expectMessage(new ChatProtocol.Accepted());
    }
}
