courier-title = Send by USB stick
courier-lead = For a computer that has no network: pack your work into a file, have it carried to your school from any computer with Carrel, and bring the answer back. Nobody on the way can read it or change it.
courier-link = No network where you study? Send by USB stick

courier-make-title = 1. Pack what is waiting
courier-make-text = { $count ->
    [0] Nothing is waiting: the school has confirmed everything you did.
    [one] 1 thing you did is waiting. The parcel holds it for { $school }; it stays here as well, and is sent over a network if one comes.
   *[other] { $count } things you did are waiting. The parcel holds them for { $school }; they stay here as well, and are sent over a network if one comes.
}
courier-make = Make a parcel
courier-made = { $acts ->
    [one] 1 thing is packed in
   *[other] { $acts } things are packed in
}
courier-made-next = Copy this file to a stick. On the other computer: “Carry a parcel for somebody”. If it does not know your school yet, its address is { $address }
courier-made-left = { $left ->
    [one] 1 more did not fit. Bring the reply home first, then make another parcel.
   *[other] { $left } more did not fit. Bring the reply home first, then make another parcel.
}
courier-run-only = This computer has no keyring
courier-run-only-text = A reply can be opened here only until you close Carrel. A parcel made now counts at the school in any case, and what you did is never lost.
courier-nobody = Nobody is signed in
courier-nobody-text = You can carry a parcel for somebody. To make one of your own, sign in first.
courier-not-yet = One sync is needed first
courier-not-yet-text = Your school does not know this computer yet. Connect once to a network while you are signed in; from then on you can make parcels without one.
courier-not-offered = Your school takes no parcels
courier-not-offered-text = Your work is safe here and is sent as soon as there is a network.

courier-carry-title = 2. Carry a parcel for somebody
courier-carry-text = On a computer with a network. You see only whether it was delivered, not whose it is or what is in it. You need not sign in.
courier-carry-choose = Choose the parcel
courier-carry = Deliver it
courier-carried = Delivered to { $school }. Bring this reply back:

courier-home-title = 3. Bring the reply home
courier-home-text = On the computer the parcel came from. Bringing the same reply twice is harmless.
courier-home-choose = Choose the reply
courier-home = Take it in
courier-home-confirmed = { $count ->
    [0] Nothing new: everything in this reply was known here already.
    [one] 1 thing is confirmed by the school.
   *[other] { $count } things are confirmed by the school.
}
courier-home-refused = { $count ->
    [one] 1 thing was not accepted. Activity says why.
   *[other] { $count } things were not accepted. Activity says why.
}
courier-home-waiting = { $count ->
    [one] 1 thing waits for an answer first. Activity says whose.
   *[other] { $count } things wait for an answer first. Activity says whose.
}
courier-home-activity = Open Activity
courier-file-none = Choose a file first.
courier-file-unread = This file could not be read. Check the stick and choose it again.
courier-file-chosen = { $name } ({ $size })
