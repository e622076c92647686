package switchboard.command;

import com.google.auto.service.AutoService;
import java.nio.file.Files;
import java.util.Set;
import switchboard.model.ChatState;
import switchboard.model.Reply;
import switchboard.model.SessionOffer;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** Takes or declines a copy of a session that another chat offers. Buttons give this command, and nobody types its name by chance. */
@AutoService(SlashCommand.class)
public final class OfferCommand implements SlashCommand {

    /** Has a character that no Telegram command can have. */
    private static final String NAME = "answer-offer";

    private static final String TAKE = "take";
    private static final String DECLINE = "no";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Capability> needs() {
        return Set.of(Capability.FORK);
    }

    @Override
    public String description() {
        return "";
    }

    /** Says who offers what. */
    public static Reply shown(SessionOffer offer) {
        var chat = Markdown.text(offer.chat());
        var who = offer.by().isBlank()
                ? Texts.of("offer.byChat", chat)
                : Texts.of("offer.byPerson", Markdown.text(offer.by()), chat);
        return Reply.of(
                Texts.of("offer.shown", who, Markdown.text(offer.label()), Moves.directory(offer.session())),
                new Reply.Button(Texts.of("offer.button.take"), "/" + NAME + " " + TAKE + " " + offer.key()),
                new Reply.Button(Texts.of("offer.button.decline"), "/" + NAME + " " + DECLINE + " " + offer.key()));
    }

    @Override
    public Reaction run(Invocation call) {
        var offer = call.state().offers().open(call.rest());
        if (offer.isEmpty()) {
            return call.say(Texts.of("offer.gone"));
        }
        return call.word().equals(TAKE)
                ? take(call, offer.get())
                : Reaction.say(
                        call.state()
                                .with(
                                        ChatState::offers,
                                        offers -> offers.answer(offer.get().key())),
                        Texts.of("offer.declined"));
    }

    private static Reaction take(Invocation call, SessionOffer offer) {
        var session = offer.session();
        var folder = Moves.directory(session);
        return switch (call.facts().directories().access(call.state().id(), session.directory())) {
            case OUTSIDE -> call.say(Texts.of("offer.forbidden", folder));
            case CLOSED -> call.say(Texts.of("offer.closed", folder));
            case OPEN ->
                Files.isDirectory(session.directory())
                        ? Moves.go(
                                        call,
                                        session,
                                        "resume",
                                        Texts.of("fork.placeTitled", Markdown.text(offer.label()), folder))
                                .with(state -> state.with(ChatState::offers, offers -> offers.answer(offer.key())))
                        : call.say(Texts.of("offer.folderGone", folder));
        };
    }
}
