package switchboard.telegram.update.media;

import java.util.Optional;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.text.Texts;

/** A place with a name and an address. */
final class VenueMedium implements Medium {

    @Override
    public Optional<Brought> in(Message message) {
        return Optional.ofNullable(message.getVenue())
                .map(venue -> Brought.line(Texts.of(
                        "media.venue",
                        Media.line(venue.getTitle()),
                        Media.line(venue.getAddress()),
                        LocationMedium.degrees(venue.getLocation()))));
    }
}
