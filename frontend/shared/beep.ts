/** A high beep for yes, a low one for no; silence where sound is not allowed. */
let audio: AudioContext | undefined;

export function beep(yes: boolean): void {
  try {
    audio ??= new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = yes ? 1320 : 220;
    volume.gain.value = 0.15;
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + (yes ? 0.09 : 0.35));
  } catch {
    /* no sound on this machine */
  }
  navigator.vibrate?.(yes ? 60 : [120, 60, 120]);
}
