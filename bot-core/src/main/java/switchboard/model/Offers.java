package switchboard.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The copies of sessions that a chat offers to others, and that others offer to it. Immutable.
 *
 * @param made those that the other chats have not stored yet, oldest first
 * @param received those that people of this chat can take, oldest first, at most {@link #MOST}
 * @param unseen the keys of those received that people may not have seen yet
 * @param answered the keys of the latest that were taken or declined, at most {@link #MOST_ANSWERED}: one may come again
 */
public record Offers(List<SessionOffer> made, List<SessionOffer> received, List<String> unseen, List<String> answered)
        implements ChatPart {

    static final Offers NONE = new Offers(List.of(), List.of(), List.of(), List.of());

    /** So many can be taken at a time. */
    public static final int MOST = 10;

    static final int MOST_ANSWERED = 100;

    public Offers {
        made = made == null ? List.of() : List.copyOf(made);
        received = received == null ? List.of() : List.copyOf(received);
        unseen = unseen == null ? List.of() : onlyOf(received, unseen);
        answered = answered == null ? List.of() : List.copyOf(answered);
    }

    private static List<String> onlyOf(List<SessionOffer> received, List<String> keys) {
        return received.stream().map(SessionOffer::key).filter(keys::contains).toList();
    }

    /** An offer that people of this chat can take. */
    public Optional<SessionOffer> open(String key) {
        return received.stream().filter(offer -> offer.key().equals(key)).findFirst();
    }

    /** Offers a copy to another chat, until that has stored it. */
    public Offers make(SessionOffer offer) {
        return new Offers(plus(made, offer), received, unseen, answered);
    }

    /** The other chat has stored it. */
    public Offers arrived(String key) {
        return new Offers(without(made, key), received, unseen, answered);
    }

    /** Another chat offers it, perhaps again. Those that there is no room for can no longer be taken, the oldest first. */
    public Offers receive(SessionOffer offer) {
        return answered.contains(offer.key()) || open(offer.key()).isPresent()
                ? this
                : new Offers(made, Tail.of(plus(received, offer), MOST), plus(unseen, offer.key()), answered);
    }

    /** People of this chat can see it. */
    public Offers seen(String key) {
        return new Offers(
                made,
                received,
                unseen.stream().filter(each -> !each.equals(key)).toList(),
                answered);
    }

    /** People of this chat have taken or declined it. */
    public Offers answer(String key) {
        return new Offers(made, without(received, key), unseen, Tail.of(plus(answered, key), MOST_ANSWERED));
    }

    /** With those of another chat whose conversation moves here: people see them here, too. */
    Offers with(Offers other) {
        var all = new Offers(
                Stream.concat(made.stream(), other.made.stream()).distinct().toList(),
                received,
                unseen,
                Tail.of(
                        Stream.concat(answered.stream(), other.answered.stream())
                                .distinct()
                                .toList(),
                        MOST_ANSWERED));
        return other.received.stream().reduce(all, Offers::receive, (first, second) -> second);
    }

    private static <T> List<T> plus(List<T> before, T last) {
        return Stream.concat(before.stream(), Stream.of(last)).toList();
    }

    private static List<SessionOffer> without(List<SessionOffer> offers, String key) {
        return offers.stream().filter(offer -> !offer.key().equals(key)).toList();
    }
}
