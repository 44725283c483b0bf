/** The app's sentences: Indonesian as spoken, English beside it. */
const ENGLISH: Record<string, string> = {
  "Perjalanan hari ini": "Today's run",
  Berikutnya: "Next",
  Antar: "Deliver",
  Gagal: "Failed",
  Telepon: "Call",
  WhatsApp: "WhatsApp",
  Peta: "Map",
  Daftar: "List",
  Muat: "Load",
  "Selesai hari ini": "End of day",
  Selesai: "Finish",
  "Peta titik antar": "Map of stops",
  "titik tanpa tempat di peta: lihat di daftar": "stops without a place on the map: see the list",
  "Kantor ini belum punya peta jalan; titik digambar tanpa latar.":
    "This office has no road map yet; stops are drawn without one.",
  "Simpan peta kota di ponsel": "Keep the city map on this phone",
  "Peta tersimpan; dapat dipakai tanpa jaringan.": "The map is kept; it works without network.",
  "Peta belum tersimpan. Tekan lagi saat ada jaringan.": "The map is not kept yet. Press again where there is network.",
  Kembali: "Back",
  "Belum ada titik antar": "No stops yet",
  "Titik antar muncul di sini setelah pengatur membagi perjalanan, atau setelah Anda memindai amplop di bawah.":
    "Stops appear here when the dispatcher has shared out the day, or when you scan an envelope below.",
  Lencana: "Badge",
  "Kode QR lencana, berganti setiap menit": "QR code of the badge, new every minute",
  "Tunjukkan kepada warga. Kamera ponselnya membuka halaman resmi yang menyebut nama dan foto Anda.":
    "Show it to the resident. Their camera opens the official page with your name and photo.",
  "Berlaku tanpa jaringan, selama jam kerja Anda hari ini.": "Valid without network, during your shift today.",
  "Semua tersinkron": "Everything is sent",
  "menunggu dikirim": "waiting to be sent",
  "Tanpa jaringan. Semua tetap tersimpan di ponsel ini.": "No network. Everything stays safe on this phone.",
  "Masuk lagi untuk mengirim": "Log in again to send",
  "Data hari ini terkunci. Masuk lagi untuk membukanya.": "Today's data is locked. Log in again to open it.",
  "Yang belum terkirim tetap tersimpan dan dikirim setelah Anda masuk.":
    "What has not been sent stays safe and is sent when you have logged in.",
  Masuk: "Log in",
  "Pindai amplop": "Scan the envelope",
  Kamera: "Camera",
  Ambil: "Load",
  "Turunkan di kantor": "Unload at the office",
  "Siap memindai": "Ready to scan",
  "Ini bukan nomor berkas Siantar. Pindai label pada amplop.":
    "This is not a Siantar number. Scan the label on the envelope.",
  dimuat: "loaded",
  "sudah dimuat tadi": "was loaded before",
  "sudah diserahkan tadi": "was handed over before",
  diturunkan: "unloaded",
  "diserahkan; sekarang ia memindainya di ponselnya": "handed on; now they scan it on their phone",
  "Serahkan ke kurir lain": "Hand on to another courier",
  "Pindai di sini dulu, lalu kurir penerima memindainya di ponselnya.":
    "Scan here first, then the other courier scans it on their phone.",
  "Percobaan lalu": "Last attempt",
  "tidak ada di tangan Anda": "is not in your hands",
  "milik kurir": "belongs to courier",
  "tidak ada di daftar Anda": "not on your list",
  "Sisihkan. Bila memang Anda bawa, pindai sekali lagi.": "Put it aside. If you do take it along, scan it once more.",
  "tidak ada di daftar Anda; dicatat, alamatnya tampil setelah ada jaringan":
    "is not on your list; noted, its address appears when there is network",
  dari: "of",
  dibawa: "on board",
  "belum dimuat": "not loaded",
  "Boleh menerima": "May receive",
  Diharapkan: "Expected",
  "Percobaan ke-2": "Second attempt",
  "Janji temu": "Appointment",
  "Bawa kembali KTP-el lama": "Bring back the old KTP-el",
  "Perkiraan tempat: tengah RT": "Rough position: middle of the RT",
  "Perkiraan tempat: tengah jalan": "Rough position: middle of the street",
  "Perkiraan tempat: tengah RW": "Rough position: middle of the RW",
  "Perkiraan tempat: tengah kelurahan": "Rough position: middle of the kelurahan",
  "Pindai QR di resi pemohon": "Scan the QR code on the receipt",
  "Nomor resi salah ketik. Periksa lagi huruf dan angkanya.":
    "The receipt number has a typing error. Check its letters and digits.",
  "Terbaca dua nomor sekaligus. Pindai satu per satu.": "Two numbers were read at once. Scan one at a time.",
  "Ini nomor bundel, bukan berkas. Pindai label pada amplop.":
    "This is the number of a bundle, not of a file. Scan the label on the envelope.",
  "Ini nomor perjalanan antar, bukan berkas. Pindai label pada amplop.":
    "This is the number of a run, not of a file. Scan the label on the envelope.",
  "Ini nomor pengaduan, bukan berkas. Pindai label pada amplop.":
    "This is the number of a complaint, not of a file. Scan the label on the envelope.",
  "Resi cocok": "The receipt fits",
  "Pilih siapa yang menerima.": "Choose who receives it.",
  "Alasan tanpa foto atau tanda tangan": "Why there is no photo or signature",
  "Foto amplop atau tanda tangan belum ada. Lengkapi, atau tulis alasannya.":
    "The photo of the envelope or the signature is missing. Add it, or write why.",
  "PIN tidak cocok. Minta dibacakan lagi, pindai QR di resi, atau lihat KTP.":
    "The PIN does not fit. Have it read again, scan the QR code on the receipt, or see the KTP.",
  "PIN sudah lima kali salah. Pindai QR di resi, atau lihat KTP.":
    "Five wrong PINs. Scan the QR code on the receipt, or see the KTP.",
  "Resi ini milik berkas lain. Minta resi yang benar, atau periksa dengan cara lain.":
    "This receipt belongs to another file. Ask for the right one, or check another way.",
  "Kode QR resi tidak cocok dengan berkas ini. Periksa dengan PIN atau KTP.":
    "The receipt's QR code does not fit this file. Check by PIN or KTP.",
  "Tanpa resi": "No receipt",
  "PIN di resi (6 angka)": "PIN on the receipt (6 digits)",
  "KTP dilihat": "KTP seen",
  Penerima: "Receiver",
  "Nama penerima": "Receiver's name",
  Hubungan: "Relation",
  "KTP-el lama sudah diserahkan": "The old KTP-el was handed over",
  "Tanpa KTP-el lama, KTP-el baru tidak diberikan. Catat sebagai gagal bila tidak ada.":
    "Without the old KTP-el the new one is not handed over. Record a failure if there is none.",
  "Tanda tangan penerima": "Receiver's signature",
  "Hapus tanda tangan": "Clear the signature",
  "Foto amplop tersegel. Jangan memotret dokumen atau KTP.":
    "Photo of the sealed envelope. Never of the document or a KTP.",
  "Foto pintu bila membantu. Jangan memotret orang atau dokumen.":
    "Photo of the door if it helps. Never of people or documents.",
  Serahkan: "Hand over",
  Alasan: "Reason",
  Catatan: "Note",
  "Catat antar gagal": "Record the failure",
  "Dicoba lagi pada hari kerja berikutnya.": "There will be a second attempt on the next working day.",
  "Ini percobaan terakhir. Dokumen dapat diambil di kantor.":
    "This was the last attempt. The document can be collected at the office.",
  "Beri tahu pemohon lewat WhatsApp": "Tell the resident by WhatsApp",
  Tersimpan: "Saved",
  "Tersimpan di ponsel": "Saved on the phone",
  "Memori ponsel penuh: fotonya tidak disimpan, serah terimanya tersimpan.":
    "The phone is full: the photo was not kept, the handover was.",
  "Tidak dapat menyimpan: memori ponsel penuh. Hapus berkas lain di ponsel, lalu tekan lagi. Jangan serahkan amplop sebelum tersimpan.":
    "Cannot save: the phone is full. Delete other files, then press again. Do not hand over the envelope before it is saved.",
  "Isi PIN 6 angka.": "Enter the 6 digits of the PIN.",
  "Pindai resi, isi PIN, atau tandai KTP dilihat.": "Scan the receipt, enter the PIN, or tick KTP seen.",
  "Tuliskan nama orang yang menerima.": "Write the name of who receives.",
  "Centang KTP-el lama, atau catat gagal.": "Tick the old KTP-el, or record a failure.",
  "Pilih alasan.": "Choose a reason.",
  "Perlu dilihat": "To be looked at",
  Ditolak: "Refused",
  Bertentangan: "Contradicted",
  "Amplopnya bawa ke kantor dan tunjukkan kepada pengatur.":
    "Take the envelope to the office and show it to the dispatcher.",
  "Pengatur akan menanyakannya. Tidak perlu melakukan apa pun di jalan.":
    "The dispatcher will ask about it. Nothing needs to be done on the road.",
  Mengerti: "Understood",
  Diserahkan: "Delivered",
  "Antar gagal": "Delivery failed",
  Dibawa: "On board",
  "Kembali di kantor": "Back at the office",
  "Belum dimuat": "Not loaded",
  "Yang masih dibawa": "Still on board",
  "Pindai satu per satu saat menurunkannya di kantor.": "Scan them one by one when you unload at the office.",
  "Semua sudah diserahkan atau diturunkan.": "Everything is delivered or unloaded.",
  "Terima kasih. Hari ini selesai.": "Thank you. The day is done.",
  "Jangan hapus data peramban sebelum semua terkirim.": "Do not clear the browser's data before everything is sent.",
  "Kirim sekarang": "Send now",
  "Muat ulang dari kantor": "Refresh from the office",
  foto: "photos",
  Tutup: "Close",
  Senter: "Torch",
  "Kamera tidak dapat dipakai. Ketik nomornya, atau izinkan kamera di pengaturan peramban.":
    "The camera cannot be used. Type the number, or allow the camera in the browser's settings.",
  "milik kurir lain menunggu ia masuk di ponsel ini": "of another courier wait for them to log in on this phone",
  "Buka dulu aplikasi ini saat ada jaringan, di kantor.": "First open this app where there is network, at the office.",
  "Selamat siang, kami kurir kecamatan. Dokumen Anda belum dapat diserahkan hari ini:":
    "Good day, this is the courier of the sub-district office. Your document could not be handed over today:",
  "Layanan ini GRATIS. Petugas tidak pernah meminta NIK, OTP, PIN, atau transfer melalui WhatsApp/telepon.":
    "This service is FREE. Officers never ask for NIK, OTP, PIN or a transfer by WhatsApp or phone.",
};

const english = document.documentElement.lang === "en";

/** The sentence in the language of the page. */
export function t(indonesian: string): string {
  return english ? (ENGLISH[indonesian] ?? indonesian) : indonesian;
}
