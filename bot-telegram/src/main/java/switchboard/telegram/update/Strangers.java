package switchboard.telegram.update;

import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.audit.AuditEntry;
import switchboard.text.Texts;

/** Replies to those who may not use the bot. Anyone can write to it, so they are answered, and recorded, once an hour at most. */
final class Strangers {

    private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);

    private final Chats chats;
    private final Replies replies;
    private final Oversight oversight;
    private final Clock clock;

    Strangers(Chats chats, Replies replies, Oversight oversight, Clock clock) {
        this.chats = chats;
        this.replies = replies;
        this.oversight = oversight;
        this.clock = clock;
    }

    /** Strangers are recorded as seldom as they are answered, so that they cannot fill the record. */
    CompletionStage<Void> stranger(Inbound.Stranger stranger) {
        var id = stranger.userId();
        if (!replies.isDue("stranger " + id)) {
            return Replies.nothing();
        }
        oversight.refused(
                clock.instant(),
                stranger.source().caller(),
                stranger.source().chat(),
                AuditEntry.Kind.STRANGER,
                "a message");
        LOG.warn(
                "User {} ({}) is not allowed. To allow them, add {} to TELEGRAM_ALLOWED_USERS and start again.",
                id,
                stranger.source().caller().name(),
                id);
        return replies.say(stranger.source(), Texts.of("stranger.message", Long.toString(id)));
    }

    CompletionStage<Void> strangePress(Inbound.StrangePress press) {
        if (replies.isDue("stranger's press " + press.caller().id())) {
            oversight.refused(clock.instant(), press.caller(), press.chat(), AuditEntry.Kind.STRANGER, "a button");
        }
        return replies.answer(press.callbackId(), Texts.of("stranger.press"));
    }

    /** Replies to somebody without a name. The bot is silent in a group that no allowed person has ever used. */
    CompletionStage<Void> nameless(Inbound.Source source) {
        return chats.isUsed(source.chat())
                .thenCompose(isUsed -> isUsed
                        ? replies.tell(
                                new Inbound.Tell(source, Texts.of("press.nameless"), "anonymous in " + source.chat()))
                        : Replies.nothing());
    }
}
