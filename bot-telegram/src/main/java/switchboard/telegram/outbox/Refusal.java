package switchboard.telegram.outbox;

import java.util.Locale;
import java.util.regex.Pattern;
import switchboard.telegram.api.Failure;

/** The meaning of a refusal. Telegram's texts change now and then, so they are matched loosely. */
enum Refusal {
    /** The bot's token is not accepted. */
    TOKEN,
    /** The wanted state is there already. */
    ALREADY_SO,
    /** The group has become a supergroup. */
    MOVED,
    /** The markup cannot be parsed. */
    MARKUP,
    /** The message to reply to is gone. */
    REPLY,
    /** The topic is deleted or closed. */
    TOPIC,
    /** The bot may not write in the chat. People can change that: they have blocked or removed the bot, or taken a right away. */
    SHUT_OUT,
    /** Nobody will ever read there again. */
    GONE,
    /** Telegram does not accept the content of the call. */
    OTHER;

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;

    private static final Pattern DONE =
            Pattern.compile("message is not modified|topic_not_modified|message to delete not found");
    private static final Pattern NO_REPLY = Pattern.compile("replied not found|reply message not found");
    private static final Pattern NO_TOPIC =
            Pattern.compile("message thread not found|topic_(closed|deleted|id_invalid)|topic (is )?(closed|deleted)");
    private static final Pattern NO_CHAT =
            Pattern.compile("user is deactivated|chat was deleted|messages to (the )?bot");

    /** Rights without which no text can be sent. Rights to send files or to delete messages are not among them. */
    private static final Pattern NO_RIGHT = Pattern.compile("chat not found|peer_id_invalid"
            + "|rights to send (a message|text messages)|need administrator rights"
            + "|chat_(write|send_plain|guest_send)_forbidden|chat_(restricted|admin_required)|user_is_blocked");

    static Refusal of(Failure.Refused refused) {
        var reason = refused.description().toLowerCase(Locale.ROOT);
        if (refused.isOfToken()) {
            return TOKEN;
        }
        if (refused.migrateToChatId().isPresent()) {
            return MOVED;
        }
        return switch (refused.code()) {
            case FORBIDDEN -> NO_CHAT.matcher(reason).find() ? GONE : SHUT_OUT;
            case BAD_REQUEST -> badRequest(reason);
            default -> OTHER;
        };
    }

    private static Refusal badRequest(String reason) {
        if (DONE.matcher(reason).find()) {
            return ALREADY_SO;
        }
        if (reason.contains("can't parse entities")) {
            return MARKUP;
        }
        if (NO_REPLY.matcher(reason).find()) {
            return REPLY;
        }
        if (NO_TOPIC.matcher(reason).find()) {
            return TOPIC;
        }
        return NO_RIGHT.matcher(reason).find() ? SHUT_OUT : OTHER;
    }
}
