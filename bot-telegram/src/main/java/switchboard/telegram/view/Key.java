package switchboard.telegram.view;

/** A button under a message and its {@code callback_data}. */
record Key(String label, String data) {}
