//! What WebKitGTK paints, and what that costs where a machine has no graphics device, as most virtual
//! ones: there a software renderer stands in for the device, and each picture costs what it costs.

use std::fs;
use std::path::Path;

/// What is said to WebKitGTK where there is no device; each process that draws reads it at its start.
const WITHOUT_DEVICE: [(&str, &str); 2] = [
    // Paints without OpenGL, so that no programs for a device are compiled; what is painted is still
    // put together by it.
    ("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1"),
    // Scroll bars have a place of their own. Those over the page fade away for three seconds, sixty
    // pictures of the whole window each.
    ("GTK_OVERLAY_SCROLLING", "0"),
];
/// Where the system names its devices.
const DEVICES: &str = "/dev/dri";

/// Spares the processor what it would have to do in place of a device. Call it before anything is
/// opened: it changes the environment of this process.
pub(crate) fn choose() {
    if has_device(Path::new(DEVICES)) {
        return;
    }
    for (name, value) in WITHOUT_DEVICE {
        // Whoever has set it knows better.
        if let Err(error) = gtk::glib::setenv(name, value, false) {
            tracing::debug!(%error, name, "how to paint could not be said");
        }
    }
}

/// Has the caret stand still. One that blinks has the web view put the whole window together anew twice
/// a second for as long as it stands open: without a device 5 % of a core. GTK's own fields blink for
/// ten seconds; WebKitGTK does not know that limit. Call it once GTK has begun, before the first page.
pub(crate) fn steady_caret() {
    use gtk::prelude::GtkSettingsExt;

    if let Some(settings) = gtk::Settings::default() {
        // Where blinking is off, WebKitGTK looks at each frame whether it is time: one blink in twelve
        // days costs nothing.
        settings.set_gtk_cursor_blink_time(i32::MAX);
    }
}

fn has_device(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries
            .filter_map(Result::ok)
            .any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_one_that_draws_without_a_screen() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_device(&folder.path().join("none")));
        assert!(!has_device(folder.path()));
        fs::write(folder.path().join("card0"), "").unwrap();
        assert!(!has_device(folder.path()), "a screen alone");
        fs::write(folder.path().join("renderD128"), "").unwrap();
        assert!(has_device(folder.path()));
    }
}
