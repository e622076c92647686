package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;
import switchboard.model.Reply;
import switchboard.model.SessionOffer;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * {@code /share [chat]}: offers another chat a copy of this chat's session as it is now. Only chats that the caller may see are
 * offered or found.
 */
@AutoService(SlashCommand.class)
public final class ShareCommand implements SlashCommand {

    /** The most chats that the reply offers. */
    private static final int MOST = 20;

    /** The most offers that no other chat has stored yet. */
    private static final int MOST_MADE = 20;

    private static final int LONGEST_NAME = 28;
    private static final int KEY = 12;

    @Override
    public String name() {
        return "share";
    }

    @Override
    public Set<Capability> needs() {
        return Set.of(Capability.FORK);
    }

    @Override
    public String description() {
        return Texts.of("help.share");
    }

    @Override
    public Reaction run(Invocation call) {
        return Reaction.of(call.state(), new Reaction.LookAround((state, summaries) -> look(call, state, summaries)));
    }

    private static Reaction look(Invocation call, ChatState state, List<ChatSummary> summaries) {
        if (state.session().isEmpty()) {
            return list(state, Reply.of(Texts.of("offer.nothing")));
        }
        var others = Overview.of(state, summaries).visible(call.caller().overview()).stream()
                .filter(each -> !each.chat().equals(state.id()))
                .toList();
        if (others.isEmpty()) {
            return list(state, Reply.of(Texts.of("offer.nobody")));
        }
        return call.argument().isEmpty() ? list(state, chats(others)) : share(call, state, others);
    }

    /** Says what is on offer to this chat, too. */
    private static Reaction list(ChatState state, Reply reply) {
        var open = state.offers().received().stream().map(OfferCommand::shown);
        return new Reaction(
                state,
                Stream.concat(Stream.of(reply), open)
                        .<Reaction.Action>map(Reaction.Say::new)
                        .toList());
    }

    private static Reply chats(List<ChatSummary> others) {
        var buttons = others.stream()
                .limit(MOST)
                .map(each ->
                        new Reply.Button(HumanText.shortened(each.chatName(), LONGEST_NAME), "/share " + each.chat()));
        var more = others.size() > MOST ? Texts.of("offer.more", MOST) : "";
        return new Reply(Texts.together(Texts.of("offer.which"), more), Buttons.rows(2, buttons));
    }

    private static Reaction share(Invocation call, ChatState state, List<ChatSummary> others) {
        var wanted = call.argument();
        var found = found(others, wanted);
        if (found.size() != 1) {
            return Reaction.say(
                    state, Texts.of(found.isEmpty() ? "offer.unknown" : "offer.several", Markdown.text(wanted)));
        }
        var other = found.getFirst();
        var name = Markdown.text(other.chatName());
        if (!mayWork(call, other.chat(), state)) {
            return Reaction.say(state, Texts.of("offer.notThere", name, Moves.directory(state.session())));
        }
        return state.offers().made().size() < MOST_MADE
                ? Reaction.say(
                        state.with(ChatState::offers, offers -> offers.make(offer(call, state, other.chat()))),
                        Texts.of("offer.made", name))
                : Reaction.say(state, Texts.of("offer.tooMany"));
    }

    /** An id counts before a name: people can give a chat any name, also the id of another. */
    private static List<ChatSummary> found(List<ChatSummary> others, String wanted) {
        var identified = others.stream()
                .filter(each -> each.chat().toString().equals(wanted))
                .toList();
        return identified.isEmpty()
                ? others.stream()
                        .filter(each -> each.chatName().equalsIgnoreCase(wanted))
                        .toList()
                : identified;
    }

    private static boolean mayWork(Invocation call, ChatId chat, ChatState state) {
        return call.facts().directories().access(chat, state.session().directory()) == Directories.Access.OPEN;
    }

    private static SessionOffer offer(Invocation call, ChatState state, ChatId to) {
        var session = state.session();
        return new SessionOffer(
                UUID.randomUUID().toString().replace("-", "").substring(0, KEY),
                state.id(),
                to,
                call.caller().name(),
                state.chatName(),
                session.label(),
                session.forkNow(call.now()),
                call.now());
    }
}
