package switchboard.it.bench;

import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** The least program that asks Telegram for updates by Pekko and its HTTP client: what a start costs before there is a bot. */
final class BarePekko {

    private BarePekko() {}

    /** @param arguments the address of the poll; and anything else if the program is to end by itself afterwards */
    public static void main(String[] arguments) {
        var system = ActorSystem.create(Behaviors.empty(), "bare");
        Http.get(system)
                .singleRequest(HttpRequest.POST(arguments[0]))
                .toCompletableFuture()
                .join();
        if (arguments.length > 1) {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        }
    }
}
