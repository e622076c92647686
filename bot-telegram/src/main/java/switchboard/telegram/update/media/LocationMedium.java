package switchboard.telegram.update.media;

import java.util.Locale;
import java.util.Optional;
import org.telegram.telegrambots.meta.api.objects.location.Location;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.text.Texts;

/** A place on the map. Where a live location moves to comes as edits, which are not taken. */
final class LocationMedium implements Medium {

    @Override
    public Optional<Brought> in(Message message) {
        return Optional.ofNullable(message.getLocation())
                .map(location -> Brought.line(Texts.of("media.location", degrees(location))));
    }

    /** Latitude and longitude; the last digit is about 10 cm. */
    static String degrees(Location location) {
        return String.format(Locale.ROOT, "%.6f, %.6f", location.getLatitude(), location.getLongitude());
    }
}
