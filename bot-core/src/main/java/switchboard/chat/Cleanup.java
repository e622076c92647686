package switchboard.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import switchboard.model.ChatId;

/** Asks chats one by one to be forgotten, collects which went, and stops. A chat that does not answer in 5 s stays. */
final class Cleanup {

    private static final Duration WAIT = Duration.ofSeconds(5);

    private Cleanup() {}

    static Behavior<ChatProtocol.Forgotten> create(
            List<ChatId> chats, Instant idleSince, Host host, Consumer<List<String>> done) {
        return Behaviors.setup(ctx -> {
            ctx.setReceiveTimeout(WAIT, new ChatProtocol.Forgotten(ChatId.of(0), null));
            chats.forEach(chat -> host.deliver(chat, new ChatProtocol.Forget(idleSince, ctx.getSelf())));
            return collect(chats.size(), new ArrayList<>(), done);
        });
    }

    private static Behavior<ChatProtocol.Forgotten> collect(int open, List<String> gone, Consumer<List<String>> done) {
        return Behaviors.receiveMessage(answer -> {
            if (answer.title() != null) {
                gone.add(answer.title());
            }
            var isTimeout = answer.chat().chat() == 0;
            if (open > 1 && !isTimeout) {
                return collect(open - 1, gone, done);
            }
            done.accept(gone);
            return Behaviors.stopped();
        });
    }
}
