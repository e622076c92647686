package switchboard.telegram.update.media;

import java.util.Optional;
import org.telegram.telegrambots.meta.api.objects.message.Message;

/** One kind of thing besides text that a message can bring. Pure. */
@FunctionalInterface
interface Medium {

    /** What the message brings of this kind; empty if it brings nothing of it. */
    Optional<Brought> in(Message message);
}
