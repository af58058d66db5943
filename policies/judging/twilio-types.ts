/** The resources of the Twilio provider that policies know. Matched by name, so that the pack needs no SDK to start. */
export const twilioTypes = {
  addressConfiguration: "twilio:conversations:AddressConfiguration",
  conversationsConfiguration: "twilio:conversations:Configuration",
  conversationsService: "twilio:conversations:ServiceConfiguration",
  defaultRecording: "twilio:voice:DefaultRecordingConfiguration",
  flexConfiguration: "twilio:flex:Configuration",
  flow: "twilio:studio:Flow",
  incomingNumber: "twilio:phone:IncomingNumber",
  mediaAuthentication: "twilio:voice:MediaAuthentication",
  recordingConfiguration: "twilio:voice:RecordingConfiguration",
  role: "twilio:conversations:Role",
} as const;
