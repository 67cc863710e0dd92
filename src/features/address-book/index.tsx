export { AddressBookScreen } from "./address-book-screen.tsx";
