// Rooms and organisations that change shape, told where the service has the acts for it.

export async function reshape() {}
